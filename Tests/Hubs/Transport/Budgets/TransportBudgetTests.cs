using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>The budget for every transport except a WebSocket over HTTP/1.1.</summary>
public sealed class TransportBudgetTests
{
    private const int Burst = 40;
    private const string HubPing = """{"type":6}""";

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_WebSocket_of_HTTP2_has_the_same_budget()
    {
        using var server = Server(new() { ["Kestrel:EndpointDefaults:Protocols"] = "Http2" });
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Guest("mallory", TimeSpan.FromMinutes(5)).AccessToken}");
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Url, ChatPaths.Hub)) { Scheme = "ws" }.Uri, http, deadline.Token);
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, deadline.Token);

        for (var i = 0; i < 4 * Burst; i++)
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, true, deadline.Token);
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), deadline.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        Assert.Equal(
            (WebSocketCloseStatus.PolicyViolation, SessionEndCodes.RateLimited), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_connection_on_long_polling_has_the_same_budget()
    {
        using var server = Server(new() { ["Chat:Transports:LongPolling"] = "true" });
        using var client = await PollingClient.OpenAsync(server, await server.GuestAsync("mallory"));

        Assert.Equal(HttpStatusCode.OK, await client.PostAsync(string.Join('\u001e', Enumerable.Repeat(HubPing, 4 * Burst))));

        Assert.Contains(
            $"\"code\":\"{SessionEndCodes.RateLimited}\",\"reconnect\":true", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>Slowed and not closed: the hub continues to read when the budget has refilled.</summary>
    [Fact]
    public async Task A_connection_on_long_polling_is_read_at_its_rate()
    {
        using var server = Server(new() { ["Chat:Transports:LongPolling"] = "true", ["Chat:RateLimits:OverRateTimeout"] = "00:10:00" });
        using var client = await PollingClient.OpenAsync(server, await server.GuestAsync("alice"));
        using var slowed = new SlowedCount(server);
        await client.PostAsync(string.Join('\u001e', Enumerable.Repeat(HubPing, 2 * Burst)));
        await Eventually.TrueAsync(() => slowed.Value > 0, "It is held back");
        await client.PostAsync("""{"type":1,"invocationId":"1","target":"JoinRoom","arguments":[{"room":"lobby"}]}""");

        var answer = client.PollAsync();
        var seconds = await _time.SecondsUntilAsync(answer);

        Assert.Contains("\"invocationId\":\"1\"", await answer, StringComparison.Ordinal);
        Assert.InRange(seconds, Burst, int.MaxValue);
    }

    /// <summary>Otherwise a closed flood would continue at once on a new connection.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connecting_again_and_again_is_bounded_as_well(bool upgrade)
    {
        using var server = Server(new()
        {
            ["Chat:RateLimits:UserFrames:PerSecond"] = "1",
            ["Chat:RateLimits:UserFrames:Burst"] = $"{Burst}",
        });
        using var http = PollingClient.Http(server, await server.GuestAsync("mallory"));
        using var other = PollingClient.Http(server, await server.GuestAsync("bob"));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var answer = await OpenAsync(http, upgrade);
            answers.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        }

        var opened = upgrade ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.OK;
        Assert.Equal([.. Enumerable.Repeat(opened, 4), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2)], answers);
        using var others = await OpenAsync(other, upgrade);
        Assert.Equal(opened, others.StatusCode);
        _time.Advance(TimeSpan.FromSeconds(10));
        using var later = await OpenAsync(http, upgrade);
        Assert.Equal(opened, later.StatusCode);
    }

    private static Task<HttpResponseMessage> OpenAsync(HttpClient http, bool upgrade)
    {
        var path = ChatPaths.Hub + (upgrade ? "" : "/negotiate?negotiateVersion=1");
        var request = new HttpRequestMessage(upgrade ? HttpMethod.Get : HttpMethod.Post, path);
        if (upgrade)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.ParseAdd("websocket");
            request.Headers.Add("Sec-WebSocket-Version", "13");
            request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        }
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private ChatServer Server(Dictionary<string, string?> settings)
    {
        settings["Chat:RateLimits:Frames:PerSecond"] = "1";
        settings["Chat:RateLimits:Frames:Burst"] = $"{Burst}";
        settings["Chat:Liveness:SweepInterval"] = "00:00:00.100";
        settings.TryAdd("Chat:RateLimits:OverRateTimeout", "00:00:00.100");
        return new(settings, StillBudgets.On(_time));
    }
}
