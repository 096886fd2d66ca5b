namespace SignalRChat.Services.Nodes;

/// <summary>
/// The message that a node publishes when its entries change: only a notification, the hash in Redis is the truth.
/// <see cref="Changes"/> lead from the previous version to <see cref="Version"/>; without them the hash must be read.
/// </summary>
internal sealed record NodeStateChanged
{
    public required string Node { get; init; }

    public required long Version { get; init; }

    /// <summary>New values by key, null for removed entries.</summary>
    public Dictionary<string, string?>? Changes { get; init; }

    /// <summary>
    /// The node is leaving: its published state stays valid for this long. So its users can reconnect elsewhere without being
    /// shown as gone.
    /// </summary>
    public long? CountsForMs { get; init; }
}

/// <summary>The lease of one node as stored in Redis.</summary>
internal readonly record struct NodeLease(string Node, long Version, TimeSpan Left);
