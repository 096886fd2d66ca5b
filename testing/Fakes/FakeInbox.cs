using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>
/// The inbox of the one user of a <see cref="FakeServer"/> by the rules of the contract: one counter for all changes of the memberships.
/// Counts and last messages are read from the rooms when the entry is read.
/// </summary>
internal sealed class FakeInbox(Func<string, FakeRoom> roomOf)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, InboxEntry> _rooms = [];

    public string Epoch { get; private set; } = "epoch-1";

    public long Head { get; private set; }

    public string[] Rooms
    {
        get
        {
            lock (_lock)
                return [.. _rooms.Values.Where(entry => entry.Left is null).Select(entry => entry.Room)];
        }
    }

    /// <summary>The rooms of the user as they are now.</summary>
    public InboxEntry[] Entries
    {
        get
        {
            lock (_lock)
                return [.. _rooms.Values.Where(entry => entry.Left is null).Select(Read)];
        }
    }

    public bool Has(string room) => Rooms.Contains(room);

    /// <summary>A join sets the read cursor to the newest message.</summary>
    public void Add(string room) => Set(
        room, entry => entry with { Role = RoomRoles.Member, JoinedAt = Head + 1, ReadThrough = Newest(room), Left = null });

    public void Change(string room, Func<InboxEntry, InboxEntry> change) => Set(room, change);

    public MarkReadResult Mark(string room, long sequence)
    {
        lock (_lock)
        {
            var to = Math.Min(sequence, Newest(room));
            if (to > _rooms[room].ReadThrough)
                Set(room, entry => entry with { ReadThrough = to });
            var read = Read(_rooms[room]);
            return new() { Room = room, ReadThrough = read.ReadThrough, Unread = read.Unread, Mentions = read.Mentions };
        }
    }

    public FollowInboxResult Follow(FollowInboxRequest request, int pageSize)
    {
        lock (_lock)
        {
            var honoured = request.After <= Head && request.Epoch == Epoch;
            var all = After(honoured ? request.After!.Value : 0).Where(entry => honoured || entry.Left is null).ToArray();
            var page = all.Take(Math.Min(request.Limit ?? ChatLimits.PageSize, pageSize)).ToArray();
            var hasMore = page.Length < all.Length;
            return new()
            {
                Epoch = Epoch,
                Through = hasMore ? page[^1].Revision : Head,
                Reset = !honoured,
                Entries = [.. page.Select(Read)],
                HasMore = hasMore,
            };
        }
    }

    /// <summary>Everything whose latest change is in this range, as it is now.</summary>
    public InboxUpdate Range(long after, long through)
    {
        lock (_lock)
        {
            return new()
            {
                Epoch = Epoch,
                After = after,
                Through = through,
                Entries = [.. After(after).Where(entry => entry.Revision <= through).Select(Read)],
            };
        }
    }

    public InboxActivity Activity(string room)
    {
        lock (_lock)
        {
            var read = Read(_rooms[room]);
            var activity = new RoomActivity
            {
                Room = room,
                Head = read.Head,
                Unread = read.Unread,
                Mentions = read.Mentions,
                LastMessage = read.LastMessage,
            };
            return new() { Rooms = [activity] };
        }
    }

    /// <summary>Brings a backup back: another epoch, with the memberships of now under other numbers.</summary>
    public void Restore(string epoch)
    {
        lock (_lock)
        {
            (Epoch, Head) = (epoch, 0);
            foreach (var entry in _rooms.Values.ToArray())
            {
                if (entry.Left is not null)
                    _rooms.Remove(entry.Room);
                else
                    Set(entry.Room, kept => kept with { ReadThrough = Math.Min(kept.ReadThrough, Newest(entry.Room)) });
            }
        }
    }

    private IEnumerable<InboxEntry> After(long revision) =>
        _rooms.Values.Where(entry => entry.Revision > revision).OrderBy(entry => entry.Revision);

    private ChatMessage[] Counted(string room) => [.. roomOf(room).Stored.Where(message => message.Event is null)];

    private long Newest(string room) => Counted(room).LastOrDefault()?.Sequence ?? 0;

    private void Set(string room, Func<InboxEntry, InboxEntry> change)
    {
        lock (_lock)
        {
            var before = _rooms.GetValueOrDefault(room) ?? new() { Room = room, Kind = RoomKinds.Private };
            var changed = change(before);
            Head++;
            _rooms[room] = changed with { Revision = Head };
        }
    }

    private InboxEntry Read(InboxEntry entry)
    {
        if (entry.Left is not null)
            return new() { Room = entry.Room, Kind = entry.Kind, Revision = entry.Revision, Left = entry.Left };
        var counted = Counted(entry.Room);
        var unread = Array.FindAll(counted, message => message.Sequence > entry.ReadThrough);
        return entry with
        {
            Head = roomOf(entry.Room).Head,
            Unread = unread.Length,
            Mentions = unread.Count(message => message.Mentions is not null),
            LastMessage = counted.LastOrDefault() is not { } last ? null : new()
            {
                MessageId = last.MessageId,
                Sequence = last.Sequence,
                UserId = last.UserId,
                Name = last.Name,
                Text = last.Text,
                PostedAt = last.PostedAt,
            },
        };
    }
}
