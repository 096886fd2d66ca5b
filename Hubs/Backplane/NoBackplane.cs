using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Backplane;

/// <summary>The backplane of a single node: there is no other node to publish to.</summary>
internal sealed class NoBackplane : IBackplane, IRoomUpdatePublisher
{
    public void Subscribe(string group)
    {
    }

    public void Unsubscribe(string group)
    {
    }

    public void SendToGroup(string group, ClientCall call)
    {
    }

    public void Publish(UpdateFrame frame)
    {
    }

    public void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call)
    {
    }
}
