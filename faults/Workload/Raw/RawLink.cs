using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// One connection to the hub without a client library: a WebSocket and the hub's JSON protocol, without further processing.
/// </summary>
internal sealed class RawLink : IDisposable
{
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan _pingEvery = TimeSpan.FromSeconds(2);

    private readonly RawClient _client;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, RawCall> _calls = new();
    private int _call;

    private RawLink(RawClient client) => _client = client;

    /// <summary>Called for each event, before later records are read.</summary>
    public Action<string, JsonElement>? Received { get; set; }

    public int? CloseCode => (int?)_client.CloseStatus;

    public string? EndReason { get; private set; }

    /// <summary>
    /// Connects. With a small receive buffer, the server notices at once that the client has stopped reading.
    /// </summary>
    public static async Task<RawLink> OpenAsync(Uri door, string token, int? receiveBuffer, CancellationToken cancellationToken)
    {
        var client = await RawClient.ConnectAsync(RawUpgrade.Hub(door), token, protocol: null, receiveBuffer, _silence, cancellationToken);
        var link = new RawLink(client);
        try
        {
            await link.SendAsync("""{"protocol":"json","version":1}""", cancellationToken);
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
            while (await _client.ReadBytesAsync(_end.Token) is { } record)
                Take(JsonDocument.Parse(record).RootElement);
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
        _client.Dispose();
    }

    private void Take(JsonElement record)
    {
        switch (record.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 1:
                Received?.Invoke(record.GetProperty("target").GetString()!, record.GetProperty("arguments")[0]);
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

    private static string Invocation(string id, string method, object request) =>
        JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments = new[] { request } }, RawClient.Json);

    private static T Read<T>(JsonElement result) =>
        result.ValueKind == JsonValueKind.Undefined ? default! : result.Deserialize<T>(RawClient.Json)!;

    private async Task CloseAsync()
    {
        try
        {
            await _client.EndAsync(_end.Token);
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
                await SendAsync("""{"type":6}""", _end.Token);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // The reading side sees the same error.
        }
    }

    private async Task SendAsync(string record, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _client.SendAsync(record, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>A call that waits for its answer.</summary>
internal sealed class RawCall(Action<JsonElement> answered)
{
    public TaskCompletionSource<JsonElement> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Take(JsonElement completion)
    {
        if (completion.TryGetProperty("error", out var error))
        {
            Answer.TrySetException(RawRefusal.Read(error.GetString()!));
            return;
        }
        var result = completion.TryGetProperty("result", out var found) ? found : default;
        answered(result);
        Answer.TrySetResult(result);
    }
}
