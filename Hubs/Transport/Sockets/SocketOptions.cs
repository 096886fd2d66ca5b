using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// How many TCP connections the node holds, from any client: each costs a file of the process, before any request or token.
/// </summary>
internal sealed class SocketOptions
{
    public const string SectionName = "Chat:Sockets";

    /// <summary>
    /// TCP connections in all, 0 to 10,000,000. Default 0: what the limit on open files leaves after a reserve for database,
    /// Redis and files. At most half of them may be other than WebSockets of the hub. Beyond it the oldest that has sent nothing
    /// is closed, or the new one.
    /// </summary>
    [Range(0, 10_000_000)]
    public int Max { get; set; }

    /// <summary>
    /// TCP connections of one address that are no WebSocket of the hub, 0 to 1,000,000. Default 0: an eighth of all, 64 at least.
    /// Beyond it a new connection is closed at once. It does not count for the proxies in <c>Proxies</c>.
    /// </summary>
    [Range(0, 1_000_000)]
    public int PerAddress { get; set; }

    /// <summary>How long a new TCP connection may send nothing, 1 s to 5 min. Default 10 s; then it is closed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// WebSockets of one user, and of one address (of IPv6: one /64), on which the hub's handshake is not done, 1 to 100,000.
    /// Default 10; an upgrade beyond it waits for its turn, and is answered 429 after the handshake time-out. A free place of an
    /// address is given to the user with the fewest there.
    /// </summary>
    [Range(1, 100_000)]
    public int Handshakes { get; set; } = 10;
}
