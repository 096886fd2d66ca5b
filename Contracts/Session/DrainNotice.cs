using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The node is draining: <see cref="IChatClient.Draining"/>.</summary>
[MessagePackObject]
public sealed record DrainNotice
{
    /// <summary>
    /// The time from this notice to the earliest reconnect, in milliseconds; 0 or more. The server spreads it over the
    /// clients of a node, so that they do not reconnect together. The connection works until the node closes it, which may
    /// happen at once or at the end of the time.
    /// </summary>
    [Key("reconnectAfterMs")]
    public int ReconnectAfterMs { get; init; }
}
