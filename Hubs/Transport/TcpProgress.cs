using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// How much of the sent data the other side's system has acknowledged. A pending write shows less. Buffers on the way (the
/// server's 64 KB and the system's, which may be megabytes) are freed in large steps. So a client that reads slowly but steadily
/// looks like one that reads nothing.
/// </summary>
internal static class TcpProgress
{
    // struct tcp_info of linux/tcp.h, whose layout only grows at its end.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int BytesAckedAt = 120;

    /// <summary>Returns null if the system does not report progress, or if the TCP connection carries more than this request.</summary>
    public static Socket? SocketOf(HttpContext context) =>
        OperatingSystem.IsLinux()
        && HttpProtocol.IsHttp11(context.Request.Protocol)
        && context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket
            ? socket
            : null;

    public static long? BytesAcknowledged(Socket socket)
    {
        Span<byte> info = stackalloc byte[BytesAckedAt + sizeof(long)];
        try
        {
            return socket.GetRawSocketOption(TcpLevel, TcpInfo, info) == info.Length
                ? MemoryMarshal.Read<long>(info[BytesAckedAt..])
                : null;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
