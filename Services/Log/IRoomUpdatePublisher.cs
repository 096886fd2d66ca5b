namespace SignalRChat.Services.Log;

/// <summary>
/// Publishes committed updates to the other nodes, whose feeds take them as notifications. The writer calls it once for each room
/// of a committed batch, in the order of the commits, after it notified the feed of this node. It must not wait.
/// </summary>
internal interface IRoomUpdatePublisher
{
    void Publish(UpdateFrame frame);
}
