using System.Net.WebSockets;
using System.Text;
using SignalRChat.Contracts;
using SignalRChat.Testing.Processes;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>A bare WebSocket to the hub, opened as a browser opens it: with the token in the query.</summary>
internal sealed class ProxySocket : IDisposable
{
    private const string Ping = "{\"type\":6}\u001e";

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4096];

    private ProxySocket()
    {
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<ProxySocket> OpenAsync(Uri server, GuestTokenResult guest, bool handshake, string path = ChatPaths.Hub)
    {
        var raw = new ProxySocket();
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        var address = new UriBuilder(new Uri(server, path)) { Scheme = "ws", Query = $"access_token={guest.AccessToken}" }.Uri;
        await raw._socket.ConnectAsync(address, deadline.Token);
        if (handshake)
        {
            var hello = "{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray();
            await raw._socket.SendAsync(hello, WebSocketMessageType.Text, true, deadline.Token);
            Assert.Equal("{}\u001e", await raw.ReadAsync());
        }
        return raw;
    }

    /// <summary>Reads until this many pings of the node have arrived, without sending.</summary>
    public async Task ReadPingsAsync(int count)
    {
        for (var seen = 0; seen < count;)
        {
            var text = await ReadAsync() ?? throw new InvalidOperationException($"Closed after {seen} pings.");
            seen += text.Split(Ping).Length - 1;
        }
    }

    /// <summary>Whether it ended without a close, as when a proxy ends it.</summary>
    public async Task<bool> IsCutAsync()
    {
        try
        {
            await ReadToEndAsync();
            return false;
        }
        catch (WebSocketException cut) when (cut.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
        {
            return true;
        }
    }

    /// <summary>Returns everything up to the close, and answers the close.</summary>
    public async Task ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        while (await ReadAsync(cancellationToken) is not null)
        {
        }
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
            .WaitAsync(TestClient.Deadline, CancellationToken.None);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string?> ReadAsync(CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ServerProcess.Deadline);
        var read = await _socket.ReceiveAsync(_buffer, deadline.Token);
        return read.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(_buffer, 0, read.Count);
    }
}
