namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>The backplane of a single node: there is no other node to publish to.</summary>
internal sealed class NoBackplane : IBackplane
{
    public void TakeSeat(string group)
    {
    }

    public void GiveUpSeat(string group)
    {
    }

    public void SendToGroup(string group, ClientCall call)
    {
    }

    public void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call)
    {
    }
}
