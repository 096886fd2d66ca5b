using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The node is leaving: <see cref="IChatClient.Draining"/>.</summary>
[MessagePackObject]
public sealed record DrainNotice
{
    /// <summary>
    /// How long to wait, from this notice on, before coming back, in milliseconds; 0 or more. It is another one for each client,
    /// so that those of one node do not come back together. The connection serves on until the node closes it, which may be at
    /// once or when the time is over.
    /// </summary>
    [Key("reconnectAfterMs")]
    public int ReconnectAfterMs { get; init; }
}
