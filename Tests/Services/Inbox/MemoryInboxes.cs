using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Inbox;

/// <summary>The inboxes of some users in memory. A test can change them, hold reads, and make the database unavailable.</summary>
internal sealed class MemoryInboxes : IInboxStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _heads = [];
    private readonly Dictionary<(string UserId, string Room), InboxEntry> _entries = [];
    private int _inFlight;

    public string Epoch { get; set; } = "epoch";

    public bool IsAway { get; set; }

    /// <summary>A read ends when this does, with what was there when it began.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public int Reads { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>The pairs of each read of activity.</summary>
    public List<(string UserId, string Room)[]> Activities { get; } = [];

    /// <summary>The users whose inboxes are said to have changed; null if the store does not know.</summary>
    public IReadOnlyCollection<string>? Changed { get; set; }

    public int ChangeReads { get; private set; }

    /// <summary>Changes the entry of a room; with a code the membership ends.</summary>
    public long Change(string userId, string room, string? left = null)
    {
        lock (_gate)
        {
            var head = _heads[userId] = HeadOf(userId) + 1;
            var before = _entries.GetValueOrDefault((userId, room)) ?? new();
            _entries[(userId, room)] = before with { Room = room, Revision = head, Left = left };
            return head;
        }
    }

    /// <summary>A message in the room. It changes no number of an inbox.</summary>
    public void Post(string room)
    {
        lock (_gate)
        {
            foreach (var (key, entry) in _entries.Where(one => one.Key.Room == room).ToArray())
                _entries[key] = entry with { Unread = entry.Unread + 1, Head = entry.Head + 1 };
        }
    }

    public void Read(string userId, string room)
    {
        Change(userId, room);
        lock (_gate)
            _entries[(userId, room)] = _entries[(userId, room)] with { Unread = 0 };
    }

    /// <summary>Loses every change after this revision, as a lagging standby does when it is promoted.</summary>
    public void Lose(string userId, long after)
    {
        lock (_gate)
            _heads[userId] = after;
    }

    public long HeadOf(string userId)
    {
        lock (_gate)
            return _heads.GetValueOrDefault(userId);
    }

    public Dictionary<string, long> RevisionsOf(string userId)
    {
        lock (_gate)
            return _entries.Where(one => one.Key.UserId == userId).ToDictionary(one => one.Key.Room, one => one.Value.Revision);
    }

    public StoredRoom[] RoomsOf(string userId)
    {
        lock (_gate)
        {
            return [.. _entries.Where(one => one.Key.UserId == userId && one.Value.Left is null)
                .Select(one => new StoredRoom(one.Key.Room, IsPrivate: false, one.Value.Head))];
        }
    }

    public async Task<InboxPage> ReadInboxAsync(string userId, long after, int limit, CancellationToken cancellationToken)
    {
        var hold = Hold;
        InboxPage page;
        lock (_gate)
        {
            Reads++;
            ThrowIfAway();
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            var entries = _entries.Where(one => one.Key.UserId == userId && one.Value.Revision > after)
                .Select(one => one.Value).OrderBy(entry => entry.Revision).Take(limit).ToList();
            page = InboxPage.Of(Epoch, entries, after, limit, HeadOf(userId));
        }
        await hold;
        lock (_gate)
            _inFlight--;
        return page;
    }

    public async Task<InboxEntry?[]> ReadActivityAsync(
        IReadOnlyList<(string UserId, string Room)> pairs, CancellationToken cancellationToken)
    {
        var hold = Hold;
        InboxEntry?[] entries;
        lock (_gate)
        {
            ThrowIfAway();
            Activities.Add([.. pairs]);
            entries = [.. pairs.Select(pair => _entries.GetValueOrDefault(pair) is { Left: null } entry ? entry : null)];
        }
        await hold;
        return entries;
    }

    public Task<ChangedInboxes?> ReadInboxChangesAsync(string? place, CancellationToken cancellationToken)
    {
        ChangeReads++;
        ThrowIfAway();
        var users = place is null ? null : Changed;
        return Task.FromResult<ChangedInboxes?>(Changed is null ? null : new ChangedInboxes(Epoch, "a place", users));
    }

    public Task CompleteInboxAsync(string userId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ReadMark[]> MarkReadAsync(IReadOnlyList<ReadRequest> batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReadCursorsRead?> ReadCursorsAsync(string room, string userId, int mostMembers, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private void ThrowIfAway()
    {
        if (IsAway)
            throw new StorageUnavailableException("away", new IOException());
    }
}

/// <summary>The rooms of each user, as the inboxes have them.</summary>
internal sealed class MemoryMemberships(MemoryInboxes inboxes) : IServerStore
{
    public int Reads { get; private set; }

    public Task<UserRoomsPage> ReadRoomsOfAsync(string userId, string? after, int limit, CancellationToken cancellationToken)
    {
        Reads++;
        var rest = inboxes.RoomsOf(userId).OrderBy(room => room.Name, StringComparer.Ordinal)
            .Where(room => string.CompareOrdinal(room.Name, after) > 0).ToArray();
        var page = rest.Take(limit).Select(room => (room, RoomRoles.Member)).ToArray();
        return Task.FromResult(new UserRoomsPage(page, page.Length < rest.Length));
    }

    public Task<HistoryPage?> ReadHistoryAsync(string room, long? before, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<UpdatePage?> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ChatMessage?> FindMessageAsync(string room, Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<FoundRoom?> FindRoomAsync(string room, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RoomsPage> ReadRoomsAsync(string? prefix, string? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MemberPage?> ReadMembersAsync(string room, string? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ReportsPage?> ReadReportsAsync(
        string room, long after, string? afterUserId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BansPage?> ReadBansAsync(string room, string? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
