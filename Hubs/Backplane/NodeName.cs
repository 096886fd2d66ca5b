namespace SignalRChat.Hubs.Backplane;

/// <summary>The name of this process among the nodes: another name at each start.</summary>
internal sealed class NodeName
{
    public string Value { get; } = Guid.NewGuid().ToString("n")[..16];
}
