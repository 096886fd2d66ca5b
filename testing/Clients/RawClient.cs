using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>
/// A WebSocket to the hub on a separate TCP connection, without a SignalR client. It pings and reads only on request, and can do
/// what no client library would. Its records are those of the hub's JSON protocol; it can also send and read any bytes.
/// </summary>
internal sealed class RawClient : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const byte RecordEnd = 0x1e;

    private readonly Socket _tcp;
    private readonly WebSocket _socket;
    private readonly TimeSpan _silence;
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    private RawClient(Socket tcp, WebSocket socket, TimeSpan silence) => (_tcp, _socket, _silence) = (tcp, socket, silence);

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    /// <summary>The bytes that were read and not taken.</summary>
    public ReadOnlyMemory<byte> Unread => _buffer.AsMemory(0, _filled);

    /// <summary>Opens the WebSocket, and if <paramref name="protocol"/> is set, the hub connection on it.</summary>
    /// <param name="hub">The hub's address, perhaps with a token in the query.</param>
    /// <param name="token">The token for the header.</param>
    /// <param name="protocol">The hub protocol of the handshake; null for no handshake.</param>
    /// <param name="receiveBuffer">
    /// The size of the TCP window. With a small one, the server soon notices a client that does not read.
    /// </param>
    /// <param name="silence">The longest time for the connect, and then without a byte from the server while this client reads.</param>
    /// <param name="cancellationToken">Cancels the connect.</param>
    public static async Task<RawClient> ConnectAsync(
        Uri hub, string? token = null, string? protocol = "json", int? receiveBuffer = null, TimeSpan? silence = null,
        CancellationToken cancellationToken = default)
    {
        var longest = silence ?? Eventually.Deadline;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(longest);
        var (tcp, stream) = await RawUpgrade.OpenAsync(hub, token, receiveBuffer, deadline.Token);
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero });
        var client = new RawClient(tcp, socket, longest);
        try
        {
            if (protocol is not null)
            {
                await client.SendAsync($$"""{"protocol":"{{protocol}}","version":1}""", deadline.Token);
                if (await client.ReadAsync(deadline.Token) is not "{}" and var answer)
                    throw new InvalidOperationException($"The server answered the handshake with {answer}.");
            }
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public Task PingAsync() => SendAsync("""{"type":6}""");

    public Task InvokeAsync(string method, params object?[] arguments) =>
        SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = method, arguments }, Json));

    /// <summary>Sends a record of the JSON protocol.</summary>
    public Task SendAsync(string record, CancellationToken cancellationToken = default) =>
        SendAsync([.. Encoding.UTF8.GetBytes(record), RecordEnd], WebSocketMessageType.Text, cancellationToken);

    /// <summary>Sends one message of the WebSocket.</summary>
    public async Task SendAsync(byte[] bytes, WebSocketMessageType type, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Eventually.Deadline);
        await _socket.SendAsync(bytes.AsMemory(), type, endOfMessage: true, deadline.Token);
    }

    /// <summary>Reads the next record unchanged; null if the server has closed.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken = default) =>
        await ReadBytesAsync(cancellationToken) is { } record ? Encoding.UTF8.GetString(record) : null;

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

    /// <summary>Reads the next record; null if the server has closed.</summary>
    public async Task<byte[]?> ReadBytesAsync(CancellationToken cancellationToken = default)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf(RecordEnd)) < 0)
        {
            if (await ReadSomeAsync(cancellationToken) == 0)
                return null;
        }
        var record = _buffer[..end];
        Take(end + 1);
        return record;
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
        JsonDocument.Parse(record).RootElement.GetProperty("arguments")[0].Deserialize<RoomUpdate>(Json)!;

    /// <summary>Returns everything up to the close.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken = default)
    {
        while (await ReadSomeAsync(cancellationToken) > 0)
        {
        }
        return Encoding.UTF8.GetString(Unread.Span);
    }

    /// <summary>Reads what has arrived, at most 4 KB; 0 if the server has closed. Then it closes its own side too.</summary>
    public async Task<int> ReadSomeAsync(CancellationToken cancellationToken = default)
    {
        const int most = 4096;
        if (_buffer.Length - _filled < most)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_silence);
        ValueWebSocketReceiveResult read;
        do
        {
            // A message may be empty, and is not the end.
            read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled, most), deadline.Token);
        }
        while (read is { Count: 0, MessageType: not WebSocketMessageType.Close });
        if (read.MessageType == WebSocketMessageType.Close)
        {
            if (_socket.State == WebSocketState.CloseReceived)
                await EndAsync(deadline.Token);
            return 0;
        }
        _filled += read.Count;
        return read.Count;
    }

    /// <summary>Removes the first of the unread bytes.</summary>
    public void Take(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }

    /// <summary>Closes its own side.</summary>
    public Task EndAsync(CancellationToken cancellationToken = default) =>
        _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken)
            .WaitAsync(Eventually.Deadline, cancellationToken);

    public Task CloseAsync() =>
        _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(Eventually.Deadline);

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
}
