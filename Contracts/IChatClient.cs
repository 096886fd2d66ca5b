namespace SignalRChat.Contracts;

/// <summary>
/// The methods that the server calls on a client. Only <see cref="RoomUpdated"/> and <see cref="InboxUpdated"/> are durable; the server
/// does not send missed calls of the others again.
/// </summary>
public interface IChatClient
{
    /// <summary>
    /// The changes of a room in a range of revisions. With the cursor at <c>c</c>: if <c>through &lt;= c</c>, drop the update.
    /// If <c>after &lt;= c</c>, apply the changes with a revision above <c>c</c> and set the cursor to <c>through</c>.
    /// If <c>after &gt; c</c>, updates are missing: call <see cref="IChatHub.GetUpdates"/> with <c>c</c>.
    /// </summary>
    Task RoomUpdated(RoomUpdate update);

    /// <summary>
    /// A user started or stopped typing. The server does not send this to the typing connection, only to the user's other
    /// connections and to the other members.
    /// </summary>
    Task TypingChanged(TypingChange change);

    /// <summary>Users joined or left the presence of a room; the server gathers changes over a short time.</summary>
    Task PresenceChanged(PresenceChange change);

    /// <summary>The user is no longer in the room. The server sends no change after <see cref="RoomRemoval.Revision"/>.</summary>
    Task RemovedFromRoom(RoomRemoval removal);

    /// <summary>
    /// The changes of the user's inbox in a range of its revisions, on each connection that called <see cref="IChatHub.FollowInbox"/>.
    /// The rule for the cursor is that of <see cref="RoomUpdated"/>; if updates are missing, call <see cref="IChatHub.FollowInbox"/> with
    /// the cursor.
    /// </summary>
    Task InboxUpdated(InboxUpdate update);

    /// <summary>
    /// New messages in rooms of the user that this connection has not joined, at most once a second, on each connection that called
    /// <see cref="IChatHub.FollowInbox"/>.
    /// </summary>
    Task InboxActivity(InboxActivity activity);

    /// <summary>
    /// A member of a room that this connection has joined has read further. Only in rooms of up to
    /// <see cref="ChatLimits.ReadCursorMembers"/> members.
    /// </summary>
    Task ReadCursorChanged(ReadCursorChange change);

    /// <summary>
    /// The node is draining and will close this connection. Reconnect no sooner than the given time after this notice. If
    /// another node is behind the same address, it accepts the connection. <see cref="SessionEnding"/> follows.
    /// </summary>
    Task Draining(DrainNotice notice);

    /// <summary>The server is about to close this connection, with the reason.</summary>
    Task SessionEnding(SessionEnd ending);
}
