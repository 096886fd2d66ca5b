namespace SignalRChat.Services.Inbox;

/// <summary>The outbound port for what is not durable. Each call is delivered at most once, and never waits.</summary>
internal interface IInboxEvents
{
    /// <summary>To a connection of this node.</summary>
    void InboxActivity(string connectionId, InboxActivity activity);

    /// <summary>To the connections that joined the room, on all nodes, without the one on this node that moved the cursor.</summary>
    void ReadCursorChanged(ReadCursorChange change, string exceptConnection);
}
