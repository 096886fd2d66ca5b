namespace SignalRChat.Services.Log;

/// <summary>Walks the changes of all kinds in the order of their revisions.</summary>
internal struct ChangeWalk(ChangeSet changes)
{
    private int _messages;
    private int _reactions;
    private int _members;
    private bool _hasPassedInfo;

    public EntityChange Current { get; private set; }

    public readonly ChangeWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        var message = _messages < changes.Messages.Length ? changes.Messages[_messages].Revision : long.MaxValue;
        var reactions = _reactions < changes.Reactions.Length ? changes.Reactions[_reactions].Revision : long.MaxValue;
        var member = _members < changes.Members.Length ? changes.Members[_members].Revision : long.MaxValue;
        var info = _hasPassedInfo ? long.MaxValue : changes.Info?.Revision ?? long.MaxValue;
        var first = Math.Min(Math.Min(message, reactions), Math.Min(member, info));
        if (first == long.MaxValue)
            return false;
        if (first == message)
            Current = new(changes.Messages[_messages++]);
        else if (first == reactions)
            Current = new(changes.Reactions[_reactions++]);
        else if (first == member)
            Current = new(changes.Members[_members++]);
        else
            (Current, _hasPassedInfo) = (new(changes.Info!), true);
        return true;
    }
}

/// <summary>The state of one entity of a room after a change: a message, its reactions, a member or the settings.</summary>
internal readonly record struct EntityChange(object State)
{
    public long Revision => State switch
    {
        ChatMessage message => message.Revision,
        MessageReactions reactions => reactions.Revision,
        ChangedMember member => member.Revision,
        _ => ((RoomInfo)State).Revision,
    };

    /// <summary>The same for all changes of one entity.</summary>
    public EntityKey Key => State switch
    {
        ChatMessage message => new(message.Sequence, null),
        MessageReactions reactions => new(-reactions.Sequence, null),
        ChangedMember member => new(0, member.UserId),
        _ => default,
    };

    /// <summary>The characters of its texts.</summary>
    public int Size => State switch
    {
        ChatMessage message => SizeOf(message),
        MessageReactions reactions => SizeOf(reactions),
        ChangedMember member => member.UserId.Length + member.Name.Length,
        _ => SizeOf((RoomInfo)State),
    };

    private static int SizeOf(ChatMessage message) => message.Text.Length + (message.Data?.Length ?? 0);

    private static int SizeOf(MessageReactions reactions)
    {
        var size = 0;
        foreach (var tally in reactions.Tallies)
        {
            size += tally.Emoji.Length;
            foreach (var userId in tally.UserIds)
                size += userId.Length;
        }
        return size;
    }

    private static int SizeOf(RoomInfo info) => (info.Title?.Length ?? 0) + (info.Data?.Length ?? 0);
}

/// <summary>
/// Names an entity in its room: a message by its sequence, its reactions by the same below zero, a member by the user's id. The settings
/// have neither.
/// </summary>
internal readonly record struct EntityKey(long Place, string? UserId);
