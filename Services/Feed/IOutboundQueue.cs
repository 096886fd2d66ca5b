using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>Sends to one connection. No call waits for the connection.</summary>
internal interface IOutboundQueue
{
    /// <summary>A write is not done yet. Read without a lock, so it may be of a moment ago.</summary>
    bool IsWriting { get; }

    /// <summary>
    /// Begins to write the frame. If an earlier write is not done yet, the subscription falls behind and catches up after that
    /// write, and the answer is false.
    /// </summary>
    bool Write(UpdateFrame frame, RoomSubscription subscription);

    /// <summary>Sends what the source has, a frame at a time, as soon as no write is in progress.</summary>
    void CatchUp(IOutboundSource source);

    /// <summary>Completes when all that is being sent now is written. It does not complete if the connection ends before.</summary>
    Task WrittenAsync();
}
