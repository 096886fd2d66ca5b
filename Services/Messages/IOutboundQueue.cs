namespace SignalRChat.Services.Messages;

/// <summary>Sends to one connection. No call waits for the connection.</summary>
internal interface IOutboundQueue
{
    /// <summary>
    /// Begins to write the frame. If an earlier write is not done yet, marks the member as behind; it catches up after that
    /// write.
    /// </summary>
    void Write(UpdateFrame frame, RoomSubscription member);

    /// <summary>Makes a member that is behind catch up as soon as no write is in progress.</summary>
    void CatchUp(RoomSubscription member);
}
