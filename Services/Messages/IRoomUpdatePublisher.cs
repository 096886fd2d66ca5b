using SignalRChat.Contracts;

namespace SignalRChat.Services.Messages;

/// <summary>
/// The way out of the log: called once for each room of a committed batch, in the order of the commits, and must not wait.
/// </summary>
internal interface IRoomUpdatePublisher
{
    void Publish(RoomUpdate update);
}
