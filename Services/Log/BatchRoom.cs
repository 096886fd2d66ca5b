namespace SignalRChat.Services.Log;

/// <summary>One room as a batch has changed it so far.</summary>
internal sealed class BatchRoom(string name)
{
    // The change with revision n is at index n - _before - 1. A change replaced by a later one of the same message leaves a hole.
    private readonly List<ChatMessage?> _changes = [];
    private long _before;
    private int _replaced;
    private long? _madeAt;

    public string Name { get; } = name;

    /// <summary>0 while the room does not exist.</summary>
    public long Id { get; private set; }

    public bool IsPrivate { get; private set; }

    /// <summary>The room has no members and no messages: the next user who joins makes it.</summary>
    public bool IsFree { get; private set; }

    /// <summary>The user who made it last; null if users did not make it.</summary>
    public string? MadeBy { get; private set; }

    public long Head { get; private set; }

    public bool IsChanged => Head > _before;

    /// <summary>A membership has ended: there may be no other.</summary>
    public bool HasRemoval { get; private set; }

    /// <summary>An owner has left: there may be no other.</summary>
    public bool HasLostOwner { get; set; }

    /// <summary>The roles of the users that the batch has looked up; null for a user who is not a member.</summary>
    public Dictionary<string, string?> Roles { get; } = [];

    public void Exists(in RoomRow row)
    {
        Id = row.Id;
        IsPrivate = row.IsPrivate;
        IsFree = row.IsFree;
        Head = _before = row.Head;
        (MadeBy, _madeAt) = (row.MadeBy, row.MadeAt);
    }

    /// <summary>The user has created the room, for the first time or again.</summary>
    public void Make(string userId, long now)
    {
        IsFree = false;
        (MadeBy, _madeAt) = (userId, now);
    }

    /// <summary>Whether the room counts for the user.</summary>
    public bool CountsFor(string userId, long now) => MadeBy == userId && (!IsFree || _madeAt > RoomRow.CountedSince(now));

    /// <summary>Takes a change under the next revision.</summary>
    /// <param name="message">The message after the change.</param>
    /// <param name="replaced">The revision the message had before; 0 for a new one.</param>
    public void Add(ChatMessage message, long replaced = 0)
    {
        if (replaced > _before)
        {
            _changes[(int)(replaced - _before - 1)] = null;
            _replaced++;
        }

        _changes.Add(message);
        Head = message.Revision;
    }

    /// <summary>Gives the end of a membership the next revision.</summary>
    public long AddRemoval()
    {
        HasRemoval = true;
        _replaced++;
        _changes.Add(null);
        return ++Head;
    }

    /// <summary>
    /// Contains no messages if a membership ended: they must not be delivered without the removal between them.
    /// </summary>
    public RoomUpdate ToUpdate(string epoch) => new()
    {
        Room = Name,
        Epoch = epoch,
        After = _before,
        Through = Head,
        Messages = HasRemoval ? [] : Messages(),
    };

    private ChatMessage[] Messages()
    {
        var messages = new ChatMessage[_changes.Count - _replaced];
        var count = 0;
        foreach (var message in _changes)
        {
            if (message is not null)
                messages[count++] = message;
        }

        return messages;
    }
}
