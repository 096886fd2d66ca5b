using System.Net;
using System.Net.Sockets;

namespace SignalRChat.Testing;

/// <summary>One connection through the proxy: two sockets, and a pump for each direction.</summary>
internal sealed class ProxyLink(TcpProxy proxy, Socket client, Socket server) : IDisposable
{
    private volatile bool _silent;

    public async Task RunAsync(IPEndPoint target)
    {
        try
        {
            if (!_silent)
                await server.ConnectAsync(target);
            await Task.WhenAll(
                PumpAsync(client, server, Way.ToServer),
                _silent ? Task.CompletedTask : PumpAsync(server, client, Way.ToClient));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Any failure ends both sides.
        }

        proxy.Ended(this);
        Dispose();
    }

    public void Silence() => _silent = true;

    public void Reset()
    {
        Reset(client);
        Reset(server);
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    /// <summary>Resets the side that this direction does not lead to. The other side receives nothing more.</summary>
    public void HalfOpen(Way left)
    {
        _silent = true;
        Reset(left == Way.ToServer ? client : server);
    }

    private async Task PumpAsync(Socket from, Socket to, Way way)
    {
        var buffer = new byte[4096];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                var allowed = _silent ? 0 : await proxy.ShapeAsync(way, count);
                if (_silent)
                    continue;
                proxy.Spoil(way, buffer.AsSpan(0, count));
                await to.SendAsync(buffer.AsMemory(0, allowed));
                if (allowed < count)
                    proxy.Reset();
            }

            if (!_silent)
                to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side sees the end, unless the test prevents it.
            if (!_silent)
                Reset();
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }
}
