using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// A source of frames for one connection, at its pace: the outbound queue asks for the next frame when the one before is written.
/// </summary>
internal interface IOutboundSource
{
    /// <summary>The next frame; an empty one when there is none now. The source then asks the queue again when there is one.</summary>
    ValueTask<OutboundFrame> NextAsync(CancellationToken cancellationToken);
}

/// <summary>A frame on its way to one connection: changes of a room or of the user's inbox, or nothing.</summary>
internal readonly record struct OutboundFrame(UpdateFrame? Room, InboxUpdate? Inbox = null)
{
    public bool IsEmpty => Room is null && Inbox is null;
}
