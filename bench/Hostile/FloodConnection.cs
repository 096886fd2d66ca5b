using System.Net.Sockets;
using System.Text;

namespace SignalRChat.Bench.Hostile;

/// <summary>
/// A hand-written WebSocket that sends the smallest possible pings as fast as the server reads them. It discards the answers,
/// and reconnects when the server closes it.
/// </summary>
internal sealed class FloodConnection(Uri hub)
{
    private const int FramesInOneWrite = 8_192;
    private const int ReadBytes = 65_536;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] _handshake = Frame(0x81, "{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] _pings = [.. Enumerable.Repeat(Frame(0x89, ""), FramesInOneWrite).SelectMany(bytes => bytes)];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await FloodAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The server closed or rejected the connection; tries again.
                await Task.Delay(_pause, cancellationToken);
            }
        }
    }

    private async Task FloodAsync(CancellationToken cancellationToken)
    {
        using var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(hub.Host, hub.Port, cancellationToken);
        await using var stream = tcp.GetStream();
        var request = $"GET {hub.PathAndQuery} HTTP/1.1\r\nHost: {hub.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        await stream.WriteAsync(_handshake, cancellationToken);
        var reading = ReadAwayAsync(stream, cancellationToken);
        while (!reading.IsCompleted)
        {
            await Task.WhenAny(stream.WriteAsync(_pings, cancellationToken).AsTask(), reading);
        }

        await reading;
    }

    private static async Task ReadAwayAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadBytes];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
        }

        throw new IOException("The server has closed.");
    }

    /// <summary>Builds a frame with a mask of zero.</summary>
    private static byte[] Frame(byte first, string payload) =>
        [first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(payload)];
}
