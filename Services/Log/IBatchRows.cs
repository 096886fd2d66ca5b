namespace SignalRChat.Services.Log;

/// <summary>
/// The reads and changes of a <see cref="RoomBatch"/> inside its transaction, which holds the rooms that it names. A store may
/// collect the changes and write them together before it commits.
/// </summary>
internal interface IBatchRows
{
    IEventRows Readers { get; }

    /// <summary>
    /// Fills in the room if it exists. An older version of the server does not know the mark of a free room. So a marked room
    /// with members or messages is in use: the mark is removed, and the room may lack an owner.
    /// </summary>
    void Find(BatchRoom room);

    /// <summary>Creates the room, empty, if it does not exist or is free. It then counts for its maker, if that is a user.</summary>
    void Make(BatchRoom room, NewRoom made, long now);

    /// <summary>
    /// The number of rooms that count for the user: those in use, and free ones that were made after
    /// <see cref="RoomRow.CountedSince"/>. Called when the user is about to create one.
    /// </summary>
    int CountMade(string userId, long now);

    /// <summary>
    /// The number of rooms that the user is a member of, counted up to <paramref name="most"/>. Called when the user is about to become a
    /// member of another.
    /// </summary>
    int CountRooms(string userId, int most);

    /// <summary>The number of members of the room. Called when a user is about to become one.</summary>
    int CountMembers(BatchRoom room);

    /// <summary>
    /// Ensures that the room is free once all changes of the batch are done, if it is then public and has no members and no messages.
    /// Its bans and the mutes of its former members are forgotten.
    /// </summary>
    void FreeIfEmpty(BatchRoom room);

    /// <summary>Stores the head of the room, and which of its messages count as unread.</summary>
    void SetHead(BatchRoom room);

    /// <summary>The entry of the user's inbox changes: it gets the next number of the inbox at the end of the transaction.</summary>
    void ChangeInbox(BatchRoom room, string userId);

    /// <summary>The same for each member of the room, if it has at most <see cref="InboxChanges.MostMembers"/>.</summary>
    void ChangeInboxes(BatchRoom room);

    /// <summary>Whether the user is banned from the server, as of this transaction.</summary>
    bool IsBarred(string userId);

    /// <summary>Returns the role of a member; null for any other user. Gives the room the end of the user's mute.</summary>
    string? FindRole(BatchRoom room, string userId);

    /// <summary>Adds a member, who has read all messages that the room has now.</summary>
    void AddMember(BatchRoom room, ChatUser user, string role, long now);

    void RenameMember(BatchRoom room, ChatUser user);

    void RemoveMember(BatchRoom room, string userId);

    /// <summary>Returns the member whom a command acts on; null for any other user.</summary>
    MemberRow? FindMember(BatchRoom room, string userId);

    /// <summary>Stores the role, the mute and the revision of a member.</summary>
    void ChangeMember(BatchRoom room, ChangedMember member);

    /// <summary>When the member posted last in a room with slow mode, in Unix milliseconds; null if never.</summary>
    long? FindLastPost(BatchRoom room, string userId);

    void SetLastPost(BatchRoom room, string userId, long now);

    int CountOwners(BatchRoom room);

    /// <summary>
    /// Returns the user who must become owner: null if the room has an owner or no members. It is the moderator who has been a member
    /// for longest. Without a moderator, it is the longest-standing member.
    /// </summary>
    string? FindHeir(BatchRoom room, long now);

    RoomSettings FindSettings(BatchRoom room);

    void SetSettings(BatchRoom room, RoomSettings settings);

    /// <summary>Adds it, and forgets those of the same user that are older than <see cref="MembershipEnd.KeptBesideNewer"/>.</summary>
    void AddRemoval(BatchRoom room, MembershipEnd removal, string by, long now);

    /// <summary>The end of the user's last membership; null if none has ended. Called when the user is about to become a member.</summary>
    PastMembership? FindEnd(BatchRoom room, string userId);

    /// <summary>Whether one of the two users blocks the other.</summary>
    bool HasBlock(string userId, string otherId);

    /// <summary>Whether the first of the two users blocks the other.</summary>
    bool IsBlocking(string userId, string otherId);

    /// <summary>Whether one of the user and the other member of the direct room blocks the other.</summary>
    bool IsBlockedIn(BatchRoom room, string userId);

    /// <summary>How many users the user blocks. Called when the user is about to block one.</summary>
    int CountBlocks(string userId);

    void SetBlock(string userId, string otherId, bool isOn, long now);

    /// <summary>Stores the report of a member, or replaces its earlier one.</summary>
    void SetReport(BatchRoom room, ChatMessage message, string userId, string reason, long now);

    /// <summary>The profile of a user; an empty one, with the revision of the user, if nothing is stored.</summary>
    UserProfile FindProfile(string userId);

    void SetProfile(string userId, UserProfile profile);

    bool IsBanned(BatchRoom room, string userId);

    /// <summary>Returns false if the user is banned already.</summary>
    bool TryAddBan(BatchRoom room, string userId, string by, long now);

    /// <summary>Returns false if the user is not banned.</summary>
    bool TryRemoveBan(BatchRoom room, string userId);

    ChatMessage? FindMessage(BatchRoom room, Guid id);

    /// <summary>Whether the room has a message with this id, which a new message replies to.</summary>
    bool HasMessage(BatchRoom room, Guid id);

    /// <summary>
    /// Adds a message, and its mentions of members; false if the room has one with this id. The ordinal is that of
    /// <see cref="BatchRoom.OrdinalOf"/>.
    /// </summary>
    bool TryAddMessage(BatchRoom room, Guid id, ChatMessage message, long ordinal);

    /// <summary>Stores the result of an edit or a deletion of a message. A deleted one mentions no user.</summary>
    void ChangeMessage(BatchRoom room, Guid id, ChatMessage message);

    /// <summary>Returns the reactions to a message; null if there never were any.</summary>
    MessageReactions? FindReactions(BatchRoom room, ChatMessage message);

    bool HasReacted(BatchRoom room, ChatMessage message, string emoji, string userId);

    /// <summary>Returns the newest users who have reacted with the emoji, the newest first, at most <paramref name="limit"/>.</summary>
    string[] FindReactors(BatchRoom room, ChatMessage message, string emoji, int limit);

    /// <summary>Adds or removes one reaction of one user.</summary>
    void SetReaction(BatchRoom room, ChatMessage message, string emoji, string userId, bool isOn, long revision);

    /// <summary>Stores all reactions to a message, after a change.</summary>
    void ChangeReactions(BatchRoom room, Guid id, MessageReactions reactions);
}

/// <summary>The end of a membership at a revision, and when the mute ends that the member had; null for none.</summary>
internal readonly record struct PastMembership(long Revision, long? MutedUntil);

/// <summary>A member as it is stored.</summary>
internal readonly record struct MemberRow(string Name, string Role, long? MutedUntil);
