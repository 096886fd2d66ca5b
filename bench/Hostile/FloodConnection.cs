using System.Net.Sockets;

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
    private static readonly byte[] _handshake = WireFrame.Handshake("json");
    private static readonly byte[] _pings = WireFrame.Repeat(WireFrame.Of(WireFrame.Ping), FramesInOneWrite);

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
        await stream.WriteAsync(RawUpgrade.Request(hub), cancellationToken);
        await stream.WriteAsync(_handshake, cancellationToken);
        var reading = ReadAwayAsync(stream, cancellationToken);
        while (!reading.IsCompleted)
            await Task.WhenAny(stream.WriteAsync(_pings, cancellationToken).AsTask(), reading);

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
}
