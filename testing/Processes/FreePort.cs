using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SignalRChat.Testing;

/// <summary>
/// Ports for servers that are stopped and started again at the same port. The kernel's ports for outgoing connections are not used:
/// while the server is down, a connection can take such a port, even one that tries to reach the server there.
/// </summary>
internal static class FreePort
{
    // Below Linux's default range for outgoing connections, which begins at 32,768.
    private const int First = 15_000;
    private const int Last = 32_000;

    private static readonly Lock _gate = new();
    private static readonly HashSet<int> _given = [];

    /// <summary>Returns a port that nothing listens on, and that this process has not returned before.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            lock (_gate)
            {
                if (!_given.Add(port))
                    continue;
            }

            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
