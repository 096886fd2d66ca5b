using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Support;

/// <summary>
/// A WebSocket on a separate TCP connection, without a SignalR client. It pings and reads only on request, and can do what no
/// client library would. It uses the hub's JSON protocol.
/// </summary>
internal sealed class RawClient : IDisposable
{
    private const char RecordEnd = '\u001e';
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly Socket _tcp;
    private readonly WebSocket _socket;
    private readonly byte[] _buffer = new byte[4096];
    private readonly StringBuilder _unread = new();

    private RawClient(Socket tcp, WebSocket socket) => (_tcp, _socket) = (tcp, socket);

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Opens the WebSocket, and if <paramref name="handshake"/> is set, the hub connection on it.</summary>
    public static async Task<RawClient> ConnectAsync(
        ChatServer server, GuestTokenResult guest, int? receiveBuffer = null, bool handshake = true)
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer is { } bytes)
            tcp.ReceiveBufferSize = bytes;
        await tcp.ConnectAsync(IPAddress.Loopback, server.Url.Port, deadline.Token);
        var stream = new NetworkStream(tcp, ownsSocket: true);
        await UpgradeAsync(stream, server.Url, guest.AccessToken, deadline.Token);
        var options = new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero };
        var client = new RawClient(tcp, WebSocket.CreateFromStream(stream, options));
        if (handshake)
        {
            await client.SendAsync("""{"protocol":"json","version":1}""");
            Assert.Equal("{}", await client.ReadAsync());
        }
        return client;
    }

    public Task PingAsync() => SendAsync("""{"type":6}""");

    public Task InvokeAsync(string method, params object?[] arguments) =>
        SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = method, arguments }, _json));

    public async Task SendAsync(string record)
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        var bytes = Encoding.UTF8.GetBytes(record + RecordEnd).AsMemory();
        await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    /// <summary>Reads the next record unchanged; null if the server has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        while (true)
        {
            if (TakeRecord() is { } record)
                return record;
            if (await ReadSomeAsync(deadline.Token) == 0)
                return null;
        }
    }

    /// <summary>Reads the next record of this kind, or the close (null). It skips other records.</summary>
    public async Task<string?> ReadUntilAsync(Func<string, bool> wanted)
    {
        while (await ReadAsync() is { } record)
        {
            if (wanted(record))
                return record;
        }
        return null;
    }

    /// <summary>Reads the answer to the call under way.</summary>
    public async Task<JsonElement> AnswerAsync()
    {
        var record = await ReadUntilAsync(record => record.StartsWith("""{"type":3""", StringComparison.Ordinal));
        return JsonDocument.Parse(record ?? throw new InvalidOperationException("The server closed instead of answering.")).RootElement;
    }

    /// <summary>Joins a room and reads up to the answer.</summary>
    public async Task<JsonElement> JoinAsync(string room)
    {
        await InvokeAsync(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room });
        return (await AnswerAsync()).GetProperty("result");
    }

    /// <summary>Reads the next update of a room; null if the server has closed.</summary>
    public async Task<RoomUpdate?> ReadUpdateAsync()
    {
        var record = await ReadUntilAsync(record => record.Contains("""target":"RoomUpdated""", StringComparison.Ordinal));
        return record is null ? null : Update(record);
    }

    public static RoomUpdate Update(string record) =>
        JsonDocument.Parse(record).RootElement.GetProperty("arguments")[0].Deserialize<RoomUpdate>(_json)!;

    /// <summary>Reads at most 4 KB from the connection; 0 if the server has closed.</summary>
    public async Task<int> ReadSomeAsync(CancellationToken cancellationToken)
    {
        var result = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
        if (result.MessageType == WebSocketMessageType.Close)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
            return 0;
        }
        _unread.Append(Encoding.UTF8.GetString(_buffer, 0, result.Count));
        return result.Count;
    }

    public Task CloseAsync() =>
        _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(TestClient.Deadline);

    /// <summary>Resets the TCP connection, as a crash does.</summary>
    public void Reset()
    {
        _tcp.LingerState = new LingerOption(true, 0);
        _tcp.Dispose();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _tcp.Dispose();
    }

    private string? TakeRecord()
    {
        for (var i = 0; i < _unread.Length; i++)
        {
            if (_unread[i] != RecordEnd)
                continue;
            var record = _unread.ToString(0, i);
            _unread.Remove(0, i + 1);
            return record;
        }
        return null;
    }

    /// <summary>Opens a WebSocket on a TCP connection.</summary>
    public static async Task UpgradeAsync(NetworkStream stream, Uri url, string token, CancellationToken cancellationToken)
    {
        var request = $"GET {ChatPaths.Hub} HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {token}\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            answer.Append((char)one[0]);
        }
        Assert.StartsWith("HTTP/1.1 101", answer.ToString(), StringComparison.Ordinal);
    }
}
