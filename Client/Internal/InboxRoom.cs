namespace SignalRChat.Client.Internal;

/// <summary>
/// A room of the inbox as the client knows it: the newest snapshot of the server, and the messages after it in a joined room. Of two
/// snapshots the one with the higher head is newer, because a head never goes back. It has no lock.
/// </summary>
internal sealed class InboxRoom
{
    /// <summary>Beyond it the oldest are added to the snapshot.</summary>
    private const int MostLater = 1_000;

    private readonly List<(long Sequence, bool IsMention)> _later = [];
    private InboxEntry? _entry;
    private RoomActivity? _early;
    private LastMessage? _last;
    private long _head;
    private long _marked;
    private long _stored;
    private long _asked;

    /// <summary>False for a room whose entry has not arrived: its messages may be faster.</summary>
    public bool HasEntry => _entry is not null;

    public void Take(InboxEntry entry)
    {
        // A room that was deleted and made again begins with another membership.
        _entry = _entry is { } known && entry.Head < known.Head && entry.JoinedAt == known.JoinedAt
            ? entry with { Head = known.Head, Unread = known.Unread, Mentions = known.Mentions, LastMessage = known.LastMessage }
            : entry;
        DropCounted(_entry.Head);
        if (_early is not { } activity)
            return;
        _early = null;
        Take(activity);
    }

    /// <summary>It does not move the cursor of the inbox. With the head of the snapshot, the snapshot may know of a later read.</summary>
    public void Take(RoomActivity activity)
    {
        if (_entry is null)
        {
            _early = activity.Head > (_early?.Head ?? 0) ? activity : _early;
        }
        else if (activity.Head > _entry.Head)
        {
            _entry = _entry with
            {
                Head = activity.Head,
                Unread = activity.Unread,
                Mentions = activity.Mentions,
                LastMessage = activity.LastMessage,
            };
            DropCounted(activity.Head);
        }
    }

    /// <summary>The server sends no activity of a joined room, so the client counts its messages itself.</summary>
    /// <param name="revision">The room's messages up to here are taken.</param>
    /// <param name="messages">The messages that are new or changed.</param>
    /// <param name="userId">The user of this client, if it is known.</param>
    public void Take(long revision, IReadOnlyList<ChatMessage> messages, string? userId)
    {
        if (revision <= Head)
            return;
        var counted = _entry?.Head ?? 0;
        foreach (var message in messages)
        {
            if (message.Event is not null)
                continue;
            if (message.Sequence > counted)
                Count(message.Sequence, userId is not null && message.Mentions?.Contains(userId) == true);
            if (message.Sequence >= (Last?.Sequence ?? 0))
                _last = Short(message);
        }

        _head = revision;
        if (_later.Count > MostLater)
            AddOldest();
    }

    /// <summary>True if a snapshot of the room, its newest messages, may leave out messages after those that are counted.</summary>
    public bool Misses(IReadOnlyList<ChatMessage> snapshot) =>
        HasEntry && snapshot.Count >= ChatLimits.SnapshotSize && snapshot.Min(message => message.Sequence) > Head + 1;

    /// <summary>The user read the room up to a message. It is shown at once, before the server has stored it.</summary>
    public void Mark(long sequence)
    {
        _asked = Math.Max(_asked, sequence);
        _marked = Math.Max(_marked, Math.Min(sequence, Head));
    }

    /// <summary>The server answered. A later place that still waits stays shown as read.</summary>
    public void Marked(long sequence, long readThrough)
    {
        _asked = _asked > sequence ? _asked : 0;
        _stored = Math.Max(_stored, readThrough);
        _marked = Math.Max(_stored, Math.Min(_asked, Head));
    }

    /// <summary>The server refused the read cursor.</summary>
    public void Unmark() => (_asked, _marked) = (0, _stored);

    /// <summary>The entry to show; null before there is one.</summary>
    public InboxEntry? Shown()
    {
        if (_entry is null)
            return null;
        var read = Math.Max(_entry.ReadThrough, _marked);
        var isRead = _marked > _entry.ReadThrough && _marked >= (_entry.LastMessage?.Sequence ?? 0);
        return _entry with
        {
            Head = Head,
            ReadThrough = read,
            Unread = (isRead ? 0 : _entry.Unread) + _later.Count(message => message.Sequence > read),
            Mentions = (isRead ? 0 : _entry.Mentions) + _later.Count(message => message.Sequence > read && message.IsMention),
            LastMessage = Last,
        };
    }

    private long Head => Math.Max(_entry?.Head ?? 0, _head);

    private LastMessage? Last => _last ?? _entry?.LastMessage;

    private void DropCounted(long head)
    {
        _later.RemoveAll(message => message.Sequence <= head);
        if (head >= _head || _entry?.LastMessage?.Sequence > _last?.Sequence)
            _last = null;
    }

    /// <summary>A message that is edited between two pages of a gap comes with the second one, after messages that are newer.</summary>
    private void Count(long sequence, bool isMention)
    {
        var at = _later.Count;
        while (at > 0 && _later[at - 1].Sequence > sequence)
            at--;
        if (at == 0 || _later[at - 1].Sequence < sequence)
            _later.Insert(at, (sequence, isMention));
    }

    private void AddOldest()
    {
        if (_entry is null)
        {
            _later.RemoveRange(0, MostLater / 2);
            return;
        }

        var oldest = _later.GetRange(0, MostLater / 2);
        _later.RemoveRange(0, oldest.Count);
        _entry = _entry with
        {
            Head = oldest[^1].Sequence,
            Unread = _entry.Unread + oldest.Count,
            Mentions = _entry.Mentions + oldest.Count(message => message.IsMention),
        };
    }

    private static LastMessage Short(ChatMessage message)
    {
        var length = Math.Min(message.Text.Length, ChatLimits.LastMessageLength);
        if (length < message.Text.Length && char.IsHighSurrogate(message.Text[length - 1]))
            length--;
        return new()
        {
            MessageId = message.MessageId,
            Sequence = message.Sequence,
            UserId = message.UserId,
            Name = message.Name,
            Text = message.Text[..length],
            PostedAt = message.PostedAt,
        };
    }
}
