using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SignalRChat.Samples.Terminal;

/// <summary>Stays in a room. Without a frame for the time of <paramref name="silence"/>, the server is dead.</summary>
internal sealed partial class Chat(Uri address, string room, TimeSpan silence) : IDisposable
{
    private static readonly string[] _retryable = ["busy", "rate-limited", "slow-mode", "storage-unavailable", "node-draining"];

    private readonly StreamReader _input = new(Console.OpenStandardInput());
    private readonly Random _random = new();

    // Messages without an answer: the first one is on its way.
    private readonly Queue<JsonObject> _outbox = new();

    // Everything up to this revision was shown.
    private long? _cursor;
    private string? _epoch;

    private ClientWebSocket _socket = new();
    private Task<string?>? _typed;
    private Task _retry = Task.Delay(Timeout.Infinite);
    private bool _joined;
    private bool _missed;
    private bool _reconnect;
    private double _pause;
    private int _attempt;

    public void Dispose()
    {
        _input.Dispose();
        _socket.Dispose();
    }

    public async Task StayAsync()
    {
        while (true)
        {
            (_joined, _reconnect, _pause) = (false, true, 0);
            using (_socket = new ClientWebSocket())
                await ConnectAsync();
            if (!_reconnect)
                Environment.Exit(1);
            var backoff = _random.NextDouble() * Math.Min(30, 0.5 * Math.Pow(2, _attempt++));
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(_pause, backoff)));
        }
    }

    private async Task ConnectAsync()
    {
        // An app asks its backend for a fresh token here.
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {Environment.GetEnvironmentVariable("CHAT_TOKEN")}");
        _socket.Options.CollectHttpResponseDetails = true;
        try
        {
            using var deadline = new CancellationTokenSource(silence);
            await _socket.ConnectAsync(address, deadline.Token);
            await SendAsync(new() { ["protocol"] = "json", ["version"] = 1 });
            await TalkAsync();
            Console.WriteLine($"closed: {(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}");
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException)
        {
            Console.WriteLine($"closed: {lost.Message}");
            if (_socket.HttpResponseHeaders is { } headers && (int)_socket.HttpStatusCode != 101)
            {
                // The upgrade was refused.
                var after = headers.TryGetValue("Retry-After", out var values) ? values.First() : "0";
                _pause = double.TryParse(after, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
                _reconnect = _pause > 0 || (int)_socket.HttpStatusCode is not (401 or 403);
            }
        }
    }

    private async Task TalkAsync()
    {
        var received = ReceiveAsync();
        var ping = Task.Delay(silence / 2);
        while (true)
        {
            _typed ??= _input.ReadLineAsync();
            var first = await Task.WhenAny(received, ping, _retry, _typed);
            if (first == received)
            {
                foreach (var frame in await received)
                    await HandleAsync(JsonNode.Parse(frame)!.AsObject());
                if (_socket.State != WebSocketState.Open)
                    return;
                received = ReceiveAsync();
            }
            else if (first == ping)
            {
                await SendAsync(new() { ["type"] = 6 });
                ping = Task.Delay(silence / 2);
            }
            else if (first == _retry)
            {
                _retry = Task.Delay(Timeout.Infinite);
                await SendFirstAsync();
            }
            else
            {
                await TypedAsync(await _typed);
            }
        }
    }

    private async Task TypedAsync(string? text)
    {
        _typed = text is null ? new TaskCompletionSource<string?>().Task : null;
        if (text is null)
            return;
        // With its id, a message may be sent again: the server stores it once.
        _outbox.Enqueue(new() { ["room"] = room, ["messageId"] = $"{Guid.CreateVersion7()}", ["text"] = text });
        if (_outbox.Count == 1)
            await SendFirstAsync();
    }

    /// <summary>Returns the frames of the next WebSocket message; none after the close.</summary>
    private async Task<string[]> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(silence);
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray()).Split('\u001e', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private async Task SendAsync(JsonObject frame)
    {
        using var deadline = new CancellationTokenSource(silence);
        var bytes = Encoding.UTF8.GetBytes($"{frame.ToJsonString()}\u001e");
        await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    private Task CallAsync(string method, JsonObject request, string id) =>
        SendAsync(new() { ["type"] = 1, ["invocationId"] = id, ["target"] = method, ["arguments"] = new JsonArray(request) });

    private async Task HandleAsync(JsonObject frame)
    {
        var data = frame["arguments"]?[0];
        switch ((int?)frame["type"], (string?)(frame["target"] ?? frame["invocationId"]))
        {
            case (1, "RoomUpdated"): await UpdateAsync(data!); break;
            case (1, "RemovedFromRoom"): Console.WriteLine($"removed: {data!["code"]}"); break;
            case (1, "Draining"): _pause = (double)data!["reconnectAfterMs"]! / 1000; break;
            case (1, "SessionEnding"): _reconnect = (bool)data!["reconnect"]!; break;
            case (3, var id) when frame["error"] is { } error: await RefusedAsync(id!, $"{error}"); break;
            case (3, "join"): await EnterAsync(frame["result"]!); break;
            case (3, var id):
                var again = (bool)frame["result"]!["duplicate"]! ? " again" : "";
                await SettleAsync(id!, $"sent: #{frame["result"]!["sequence"]}{again}");
                break;
            case (7, _):
                _reconnect &= (bool?)frame["allowReconnect"] == true;
                await CloseAsync();
                break;
            // The answer to the handshake.
            case (null, _) when frame["error"] is null: await JoinAsync(); break;
        }
    }

    private async Task CloseAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
    }

    private Task JoinAsync()
    {
        (_joined, _missed) = (false, false);
        return CallAsync("JoinRoom", new() { ["room"] = room, ["after"] = _cursor, ["epoch"] = _epoch }, "join");
    }

    private Task EnterAsync(JsonNode result)
    {
        Console.WriteLine((bool)result["reset"]! ? "joined with a snapshot" : "joined with the cursor");
        if ((bool)result["reset"]!)
            _cursor = 0; // The messages that were shown before are void.
        (_epoch, _joined, _attempt) = ((string?)result["epoch"], true, 0);
        Show(result["update"]!);
        return (bool)result["hasMore"]! || _missed ? JoinAsync() : SendFirstAsync();
    }

    private Task UpdateAsync(JsonNode update)
    {
        if (!_joined)
            _missed = true;
        else if ((string?)update["epoch"] != _epoch || (long)update["after"]! > _cursor)
            return JoinAsync(); // A gap: with the cursor, a join returns what is missing.
        else
            Show(update);
        return Task.CompletedTask;
    }

    private void Show(JsonNode update)
    {
        foreach (var message in update["messages"]!.AsArray().Where(message => (long)message!["revision"]! > _cursor))
            Console.WriteLine($"#{message!["sequence"]} {message["name"]}: {message["text"]}");
        _cursor = Math.Max(_cursor!.Value, (long)update["through"]!);
    }

    private async Task RefusedAsync(string id, string error)
    {
        var refusal = error.Split("HubException: ")[^1];
        var mayRetry = _retryable.Contains(refusal.Split(':')[0]);
        var seconds = RetryAfter().Match(refusal) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / 1000 : 1;
        if (id != "join" && !mayRetry)
        {
            await SettleAsync(id, $"refused: {refusal}");
            return;
        }
        Console.WriteLine($"refused: {refusal}");
        if (id != "join")
        {
            _retry = Task.Delay(TimeSpan.FromSeconds(seconds));
            return;
        }
        (_reconnect, _pause) = (mayRetry, seconds);
        await CloseAsync();
    }

    private Task SettleAsync(string id, string outcome)
    {
        // A message can be sent twice, as after a reconnect, and then has two answers.
        if (!_outbox.TryPeek(out var first) || (string?)first["messageId"] != id)
            return Task.CompletedTask;
        Console.WriteLine(outcome);
        _outbox.Dequeue();
        return SendFirstAsync();
    }

    private Task SendFirstAsync() =>
        _joined && _outbox.TryPeek(out var message)
            ? CallAsync("SendMessage", message.DeepClone().AsObject(), $"{message["messageId"]}")
            : Task.CompletedTask;

    [GeneratedRegex(@"Retry after (\d+) ms\.$")]
    private static partial Regex RetryAfter();
}
