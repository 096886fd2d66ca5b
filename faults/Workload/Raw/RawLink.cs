using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using SignalRChat.Contracts;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// One connection to the hub without a client library: a WebSocket and the hub's JSON protocol, without further processing.
/// </summary>
internal sealed class RawLink : IDisposable
{
    private const byte RecordEnd = 0x1e;
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan _pingEvery = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket = new();
    private readonly SocketsHttpHandler _handler;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, RawCall> _calls = new();
    private int _call;

    private RawLink(int? receiveBuffer)
    {
        _handler = new SocketsHttpHandler { ConnectCallback = (context, cancel) => DialAsync(context, receiveBuffer, cancel) };
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
    }

    /// <summary>Called for each event, before later records are read.</summary>
    public Action<string, JsonElement>? Told { get; set; }

    public int? CloseCode => (int?)_socket.CloseStatus;

    public string? EndReason { get; private set; }

    /// <summary>
    /// Connects. With a small receive buffer, the server notices at once that the client has stopped reading.
    /// </summary>
    public static async Task<RawLink> OpenAsync(Uri door, string token, int? receiveBuffer, CancellationToken cancellationToken)
    {
        var link = new RawLink(receiveBuffer);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(_silence);
            link._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            var address = new UriBuilder(new Uri(door, ChatPaths.Hub)) { Scheme = "ws" }.Uri;
            await link._socket.ConnectAsync(address, new HttpMessageInvoker(link._handler, disposeHandler: false), deadline.Token);
            await link.SendAsync("""{"protocol":"json","version":1}"""u8.ToArray(), deadline.Token);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Reads until the connection ends, for whatever reason, and sends pings meanwhile.</summary>
    public async Task RunAsync()
    {
        var pings = PingAsync();
        try
        {
            await foreach (var record in new RawRecords(_socket, _silence).ReadAsync(_end.Token))
                Take(record);
            EndReason = "closed";
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            EndReason = lost.GetType().Name;
        }
        await _end.CancelAsync();
        foreach (var call in _calls.Values)
            call.Answer.TrySetException(new IOException("The connection was lost."));
        await pings;
    }

    /// <summary>Calls the hub. <paramref name="answered"/> handles the answer before later records are read.</summary>
    public async Task<T> CallAsync<T>(string method, object request, Action<T>? answered = null)
    {
        var id = $"{Interlocked.Increment(ref _call)}";
        var call = new RawCall(result => answered?.Invoke(Read<T>(result)));
        _calls[id] = call;
        try
        {
            _end.Token.ThrowIfCancellationRequested();
            await SendAsync(Invocation(id, method, request), _end.Token);
            return Read<T>(await call.Answer.Task.WaitAsync(_silence + _silence, _end.Token));
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    /// <summary>For a client that does not read and so never receives the answer.</summary>
    public Task SendOnlyAsync(string method, object request) => SendAsync(Invocation("0", method, request), _end.Token);

    /// <summary>Whether the outcome of a call is unknown after this exception.</summary>
    public static bool IsLoss(Exception error) =>
        error is IOException or WebSocketException or OperationCanceledException or TimeoutException or SocketException
            or ObjectDisposedException or InvalidOperationException or HttpRequestException;

    public void Dispose()
    {
        _end.Cancel();
        _socket.Abort();
        _socket.Dispose();
        _handler.Dispose();
    }

    private void Take(JsonElement record)
    {
        switch (record.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 1:
                Told?.Invoke(record.GetProperty("target").GetString()!, record.GetProperty("arguments")[0]);
                break;
            case 3 when _calls.TryGetValue(record.GetProperty("invocationId").GetString()!, out var call):
                call.Take(record);
                break;
            case 7:
                // No more data arrives, and the server waits for the close from this side.
                _ = CloseAsync();
                break;
        }
    }

    private static byte[] Invocation(string id, string method, object request) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new { type = 1, invocationId = id, target = method, arguments = new[] { request } }, RawRecords.Json);

    private static T Read<T>(JsonElement result) =>
        result.ValueKind == JsonValueKind.Undefined ? default! : result.Deserialize<T>(RawRecords.Json)!;

    private async Task CloseAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _end.Token);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // The connection has ended already.
        }
    }

    private async Task PingAsync()
    {
        try
        {
            while (await Pauses.WaitAsync(_pingEvery, _end.Token))
                await SendAsync("""{"type":6}"""u8.ToArray(), _end.Token);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // The reading side sees the same error.
        }
    }

    private async Task SendAsync(byte[] record, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var frame = new ReadOnlyMemory<byte>([.. record, RecordEnd]);
            await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async ValueTask<Stream> DialAsync(
        SocketsHttpConnectionContext context, int? receiveBuffer, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
            socket.ReceiveBufferSize = bytes;
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
