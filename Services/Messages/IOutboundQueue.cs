namespace SignalRChat.Services.Messages;

/// <summary>The way to one connection. Nothing here waits for the connection.</summary>
internal interface IOutboundQueue
{
    /// <summary>
    /// Begins to write the frame; where an earlier write is not done yet, marks the member as behind instead and lets it catch up
    /// when it is.
    /// </summary>
    void Write(UpdateFrame frame, RoomSubscription member);

    /// <summary>Lets a member that is behind catch up as soon as nothing is being written.</summary>
    void CatchUp(RoomSubscription member);
}
