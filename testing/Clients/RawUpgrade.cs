using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>Opens WebSockets to the hub.</summary>
internal static class RawUpgrade
{
    private const string Opened = "HTTP/1.1 101";

    /// <summary>The hub's address for a socket that skips negotiation.</summary>
    public static Uri Hub(Uri server, string? tokenInQuery = null, string path = ChatPaths.Hub) => new UriBuilder(new Uri(server, path))
    {
        Scheme = server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Query = tokenInQuery is null ? "" : $"access_token={Uri.EscapeDataString(tokenInQuery)}",
    }.Uri;

    /// <summary>The request for a WebSocket, byte for byte.</summary>
    public static byte[] Request(Uri hub, string? token = null)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        return Encoding.ASCII.GetBytes(
            $"GET {hub.PathAndQuery} HTTP/1.1\r\nHost: {hub.Authority}\r\n{authorization}Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    /// <summary>
    /// Opens a TCP connection and a WebSocket on it. As with a client library, a refusal and a loss are a
    /// <see cref="WebSocketException"/>.
    /// </summary>
    public static async Task<(Socket Tcp, NetworkStream Stream)> OpenAsync(
        Uri hub, string? token, int? receiveBuffer, CancellationToken cancellationToken)
    {
        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
            tcp.ReceiveBufferSize = bytes;
        try
        {
            await tcp.ConnectAsync(hub.Host, hub.Port, cancellationToken);
            var stream = new NetworkStream(tcp, ownsSocket: true);
            await stream.WriteAsync(Request(hub, token), cancellationToken);
            var answer = await ReadHeadAsync(stream, cancellationToken);
            return answer.StartsWith(Opened, StringComparison.Ordinal)
                ? (tcp, stream)
                : throw new WebSocketException(WebSocketError.NotAWebSocket, answer);
        }
        catch (Exception lost) when (lost is IOException or SocketException)
        {
            tcp.Dispose();
            throw new WebSocketException(WebSocketError.Faulted, lost);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>Returns the status that answers an upgrade by the framework's client; 101 if the WebSocket was opened.</summary>
    public static async Task<HttpStatusCode> StatusAsync(Uri hub, params (string Name, string? Value)[] headers)
    {
        using var socket = new ClientWebSocket();
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                socket.Options.SetRequestHeader(name, value);
        }
        try
        {
            await socket.ConnectAsync(hub, deadline.Token);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != 0)
        {
            // The status says why.
        }
        return socket.HttpStatusCode;
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        // One byte at a time, because the first bytes after the head may be those of the WebSocket.
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }
        return head.ToString();
    }
}
