namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>What this process is called among the nodes: another name at each start.</summary>
internal sealed class NodeName
{
    public string Value { get; } = Guid.NewGuid().ToString("n")[..16];
}
