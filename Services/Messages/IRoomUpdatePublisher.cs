using SignalRChat.Contracts;

namespace SignalRChat.Services.Messages;

/// <summary>
/// Publishes committed changes: called once for each room of a committed batch, in the order of the commits. It must not wait.
/// </summary>
internal interface IRoomUpdatePublisher
{
    void Publish(RoomUpdate update);
}
