using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// How long a TCP connection may wait before it is a WebSocket of the hub. How many there may be follows from the limit on open
/// files (<see cref="SocketLimits"/>).
/// </summary>
internal sealed class SocketOptions
{
    public const string SectionName = "Chat:Sockets";

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
