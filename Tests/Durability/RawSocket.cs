using System.Net.WebSockets;
using System.Text;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Durability;

/// <summary>A WebSocket to the hub without SignalR's client, which hides the close status.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private RawSocket()
    {
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<RawSocket> ConnectAsync(Uri server, string name)
    {
        var guest = await Guests.SignInAsync(server, name);
        var raw = new RawSocket();
        raw._socket.Options.SetRequestHeader("Authorization", $"Bearer {guest.AccessToken}");
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        await raw._socket.ConnectAsync(new UriBuilder(new Uri(server, ChatPaths.Hub)) { Scheme = "ws" }.Uri, deadline.Token);
        var handshake = """{"protocol":"json","version":1}"""u8.ToArray().Append((byte)0x1e).ToArray();
        await raw._socket.SendAsync(handshake, WebSocketMessageType.Text, true, deadline.Token);
        Assert.Equal("{}\u001e", await raw.ReadAsync(deadline.Token));
        return raw;
    }

    /// <summary>Returns everything up to the close, and answers the close.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        var heard = new StringBuilder();
        while (await ReadAsync(deadline.Token) is { } part)
            heard.Append(part);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        return heard.ToString();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var read = await _socket.ReceiveAsync(buffer, cancellationToken);
        return read.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, read.Count);
    }
}
