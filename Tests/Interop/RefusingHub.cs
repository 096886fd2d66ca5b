using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Interop;

/// <summary>
/// A hub that brings about what a real one seldom does. It refuses the first message of each room until later, and loses the
/// connection at once. On the next one it is silent until the message has come twice: with the join, and with the retry of the
/// refusal. Both get an answer, and then it refuses the second message once.
/// </summary>
internal sealed class RefusingHub : IAsyncDisposable
{
    // Longer than a client needs to connect again. It gives a silent connection up later than that, and then it sends again as well.
    private const int RetryAfterMs = 2_000;

    private readonly ConcurrentDictionary<string, Room> _rooms = new();
    private readonly WebApplication _app;

    private RefusingHub(WebApplication app)
    {
        _app = app;
        app.UseWebSockets();
        app.Run(TalkAsync);
    }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<RefusingHub> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var hub = new RefusingHub(builder.Build());
        await hub._app.StartAsync();
        return hub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Refusal(string id, string code, int afterMs) =>
        Frame(new { type = 3, invocationId = id, error = $"HubException: {code}: Not now. Retry after {afterMs} ms." });

    private static string Stored(string id, int sequence, bool duplicate) =>
        Frame(new { type = 3, invocationId = id, result = new { sequence, duplicate } });

    private static string Joined(string id, bool reset)
    {
        var update = new { epoch = "refusing", after = 0, through = 0, messages = Array.Empty<object>() };
        return Frame(new { type = 3, invocationId = id, result = new { update.epoch, reset, hasMore = false, update } });
    }

    private static string Frame(object frame) => $"{System.Text.Json.JsonSerializer.Serialize(frame)}\u001e";

    private async Task TalkAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[8 * 1024];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
                var frames = Encoding.UTF8.GetString(buffer, 0, received.Count);
                foreach (var frame in frames.Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
                    await AnswerAsync(context, socket, JsonNode.Parse(frame)!);
            }
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException)
        {
            // The client connects again.
        }
    }

    private async Task AnswerAsync(HttpContext context, WebSocket socket, JsonNode frame)
    {
        var answer = (string?)frame["target"] is { } target
            ? AnswerTo(target, (string)frame["invocationId"]!, frame["arguments"]![0]!)
            : frame["protocol"] is null ? "" : "{}\u001e";
        if (answer.Length > 0)
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, context.RequestAborted);
        if (answer.Contains(ChatErrorCodes.RateLimited, StringComparison.Ordinal))
            await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "", context.RequestAborted);
    }

    private string AnswerTo(string target, string id, JsonNode request)
    {
        var room = _rooms.GetOrAdd((string)request["room"]!, _ => new Room());
        if (target == "JoinRoom")
            return Joined(id, (string?)request["epoch"] != "refusing");
        var message = (string)request["messageId"]!;
        room.First ??= message;
        return (message == room.First, message == room.First ? ++room.Firsts : ++room.Seconds) switch
        {
            (true, 1) => Refusal(id, ChatErrorCodes.RateLimited, RetryAfterMs),
            (true, 2) => "",
            (true, 3) => Stored(id, 1, duplicate: false) + Stored(id, 1, duplicate: true),
            (true, _) => Stored(id, 1, duplicate: true),
            (false, 1) => Refusal(id, ChatErrorCodes.SlowMode, 1),
            (false, _) => Stored(id, 2, duplicate: false),
        };
    }

    private sealed class Room
    {
        public string? First { get; set; }

        public int Firsts { get; set; }

        public int Seconds { get; set; }
    }
}
