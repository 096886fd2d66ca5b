namespace SignalRChat.Contracts;

/// <summary>
/// What the server calls on a client. Only <see cref="RoomUpdated"/> is durable; what is missed of the rest is not sent again.
/// </summary>
public interface IChatClient
{
    /// <summary>
    /// All messages of a room that changed in a range of revisions. With the cursor at <c>c</c>: <c>through &lt;= c</c>, drop it;
    /// <c>after &lt;= c</c>, apply the messages whose revision is above <c>c</c> and set the cursor to <c>through</c>;
    /// <c>after &gt; c</c>, a hole: ask <see cref="IChatHub.GetUpdates"/> for what follows <c>c</c>.
    /// </summary>
    Task RoomUpdated(RoomUpdate update);

    /// <summary>A user started or stopped typing. The connection that types does not get this; the user's other connections do.</summary>
    Task TypingChanged(TypingChange change);

    /// <summary>Users came to or went from a room, gathered over a short time.</summary>
    Task PresenceChanged(PresenceChange change);

    /// <summary>The user is no longer in the room; nothing after <see cref="RoomRemoval.Revision"/> will come.</summary>
    Task RemovedFromRoom(RoomRemoval removal);

    /// <summary>
    /// The node is leaving and will close this connection: come back no sooner than after the time told, counted from this
    /// notice: to another node, where there is one behind the same address. <see cref="SessionEnding"/> follows.
    /// </summary>
    Task Draining(DrainNotice notice);

    /// <summary>The server is about to close this connection, and why.</summary>
    Task SessionEnding(SessionEnd ending);
}
