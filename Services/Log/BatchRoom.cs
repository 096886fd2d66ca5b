namespace SignalRChat.Services.Log;

/// <summary>One room as a batch has changed it so far.</summary>
internal sealed class BatchRoom(string name)
{
    // The change with revision n is at index n - _before - 1. A change replaced by a later one of the same message leaves a hole.
    // Most rooms have one change in a batch.
    private ChatMessage?[] _changes = new ChatMessage?[1];
    private int _count;
    private int _replaced;
    private long _before;

    // In few batches. By revision; each message's reactions, and each member, once.
    private List<MessageReactions>? _reactions;
    private List<ChangedMember>? _members;
    private RoomInfo? _info;

    // The first user that the batch looks up, and the others: in most rooms of a batch one user posts.
    private string? _firstUser;
    private string? _firstRole;
    private Dictionary<string, string?>? _otherRoles;
    private long? _madeAt;
    private Dictionary<string, long>? _mutes;

    public string Name { get; } = name;

    /// <summary>0 while the room does not exist.</summary>
    public long Id { get; private set; }

    public bool IsPrivate { get; private set; }

    /// <summary>The room has no members and no messages: the next user who joins makes it.</summary>
    public bool IsFree { get; private set; }

    /// <summary>The user who made it last; null if users did not make it.</summary>
    public string? MadeBy { get; private set; }

    /// <summary>
    /// The code for a user who is not a member. A private room is refused like one that does not exist. A store may have added the row
    /// of a free room for this batch.
    /// </summary>
    public string RefusalOfOthers =>
        Id == 0 || IsPrivate || (IsFree && Head == 0) ? ChatErrorCodes.RoomNotFound : ChatErrorCodes.NotAMember;

    /// <summary>The settings that restrict posts; null if there are none.</summary>
    public RoomPolicy? Policy { get; set; }

    /// <summary>The store had the room in memory, and read nothing for it.</summary>
    public bool IsFromMemory { get; set; }

    public long Head { get; private set; }

    public bool IsChanged => Head > _before;

    /// <summary>The messages that count as unread: those without an event.</summary>
    public long MessageCount { get; private set; }

    /// <inheritdoc cref="RoomRow.LastMessage"/>
    public long LastMessage { get; private set; }

    /// <summary>A membership has ended: there may be no other.</summary>
    public bool HasRemoval { get; private set; }

    /// <summary>An owner has left, or the room was marked as free and is in use: there may be no owner.</summary>
    public bool HasLostOwner { get; set; }

    /// <summary>The settings as the batch has changed them; null until it reads them.</summary>
    public RoomSettings? Settings { get; set; }

    public void Exists(in RoomRow row)
    {
        Id = row.Id;
        IsPrivate = row.IsPrivate;
        IsFree = row.IsFree;
        Head = _before = row.Head;
        Policy = row.Policy;
        HasLostOwner = row.MayLackOwner;
        (MessageCount, LastMessage) = (row.MessageCount, row.LastMessage);
        (MadeBy, _madeAt) = (row.MadeBy, row.MadeAt);
    }

    /// <summary>Whether the batch has looked up or set the user's role; null for any user but members.</summary>
    public bool TryGetRole(string userId, out string? role)
    {
        role = _firstRole;
        return userId == _firstUser || (_otherRoles?.TryGetValue(userId, out role) ?? false);
    }

    public void SetRole(string userId, string? role)
    {
        _firstUser ??= userId;
        if (userId == _firstUser)
            _firstRole = role;
        else
            (_otherRoles ??= [])[userId] = role;
    }

    /// <summary>When the mute of the user ends, in Unix milliseconds; null for a member who is not muted.</summary>
    public long? MutedUntil(string userId) => _mutes is not null && _mutes.TryGetValue(userId, out var until) ? until : null;

    public void SetMute(string userId, long? until)
    {
        if (until is { } end)
            (_mutes ??= [])[userId] = end;
        else
            _mutes?.Remove(userId);
    }

    /// <summary>A user or a service has created the room, for the first time or again.</summary>
    public void Make(NewRoom made, long now)
    {
        (IsFree, IsPrivate, Policy) = (false, made.IsPrivate, null);
        (MadeBy, _madeAt) = (made.MadeBy, made.MadeBy is null ? null : now);
    }

    /// <summary>Whether the room counts for the user.</summary>
    public bool CountsFor(string userId, long now) => MadeBy == userId && (!IsFree || _madeAt > RoomRow.CountedSince(now));

    /// <summary>
    /// The place of a new message among those that count as unread. One that does not count has the place of the one before it.
    /// </summary>
    public long OrdinalOf(ChatMessage message) => message.Event is null ? MessageCount + 1 : MessageCount;

    /// <summary>Takes a new message under the next revision.</summary>
    public void AddNew(ChatMessage message)
    {
        if (message.Event is null)
            (MessageCount, LastMessage) = (MessageCount + 1, message.Sequence);
        Add(message, replaced: 0);
    }

    /// <summary>Takes a change under the next revision.</summary>
    /// <param name="message">The message after the change.</param>
    /// <param name="replaced">The revision the message had before; 0 for a new one.</param>
    public void Add(ChatMessage message, long replaced)
    {
        if (replaced > _before)
        {
            _changes[(int)(replaced - _before - 1)] = null;
            _replaced++;
        }

        Append(message);
        Head = message.Revision;
    }

    /// <summary>Takes a change of the reactions to a message under the next revision.</summary>
    /// <param name="reactions">The reactions after the change.</param>
    /// <param name="replaced">The revision they had before; 0 if there were none.</param>
    public void Add(MessageReactions reactions, long replaced)
    {
        _reactions ??= [];
        if (replaced > _before)
            _reactions.RemoveAll(other => other.Sequence == reactions.Sequence);
        _reactions.Add(reactions);
        AddWithoutMessage(reactions.Revision);
    }

    /// <summary>Takes a change of a member under the next revision.</summary>
    public void Add(ChangedMember member)
    {
        _members ??= [];
        _members.RemoveAll(other => other.UserId == member.UserId);
        _members.Add(member);
        AddWithoutMessage(member.Revision);
    }

    /// <summary>Takes a change of the settings under the next revision.</summary>
    public void Add(RoomInfo info)
    {
        _info = info;
        AddWithoutMessage(info.Revision);
    }

    /// <summary>Gives the end of a membership the next revision.</summary>
    public long AddRemoval()
    {
        HasRemoval = true;
        AddWithoutMessage(Head + 1);
        return Head;
    }

    /// <summary>
    /// Contains no changes if a membership ended: they must not be delivered without the removal between them.
    /// </summary>
    public RoomUpdate ToUpdate(string epoch) => HasRemoval
        ? new() { Room = Name, Epoch = epoch, After = _before, Through = Head }
        : new()
        {
            Room = Name,
            Epoch = epoch,
            After = _before,
            Through = Head,
            Messages = Messages(),
            Reactions = _reactions is null ? null : [.. _reactions],
            Members = _members is null ? null : [.. _members],
            Info = _info,
        };

    private void AddWithoutMessage(long revision)
    {
        _replaced++;
        Append(null);
        Head = revision;
    }

    private void Append(ChatMessage? change)
    {
        if (_count == _changes.Length)
            Array.Resize(ref _changes, 2 * _count);
        _changes[_count++] = change;
    }

    private ChatMessage[] Messages()
    {
        // The batch ends with its updates, so that nothing is added to the array any more.
        if (_replaced == 0 && _count == _changes.Length)
            return _changes!;
        return [.. _changes.Take(_count).OfType<ChatMessage>()];
    }
}
