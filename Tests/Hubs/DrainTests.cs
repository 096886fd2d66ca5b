using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Connections;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>A node of several that receives a stop: which clients it serves and rejects, and when it sends each away.</summary>
public sealed class DrainTests : IDisposable
{
    private const int Clients = 16;
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _window = TimeSpan.FromSeconds(2);
    // The amount by which timers may be early.
    private static readonly TimeSpan _timers = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly ChatServer _server;
    // The first client to draw has the last turn.
    private int _drawn = Clients - 2;

    public DrainTests() => _server = new ChatServer(
        new()
        {
            ["Chat:Drain:SpreadCloses"] = "true",
            ["Chat:Drain:ReadinessDelay"] = _delay.ToString(),
            ["Chat:Drain:Window"] = _window.ToString(),
            ["Chat:Transports:LongPolling"] = "true",
        },
        // Evenly spread, so that the test does not depend on chance.
        services => services.AddSingleton<Func<double>>(() => Interlocked.Increment(ref _drawn) % Clients / (double)Clients));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Each_client_is_served_until_its_turn_and_the_turns_are_spread_over_the_window()
    {
        var clients = new List<RawClient>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await _server.ConnectRawAsync($"client {i}"));
            await clients[i].JoinAsync("lobby");
        }

        var began = _time.GetTimestamp();
        var stopping = StopAsync();
        var ends = await Task.WhenAll(clients.Select(client => ReadToEndAsync(client, began)));
        await stopping.WaitAsync(TestClient.Deadline);

        var asked = ends.Select(end => end.Asked).Order().ToArray();
        Assert.Equal(
            Enumerable.Range(0, Clients).Select(i => i * _window.TotalMilliseconds / Clients),
            asked.Select(wait => wait.TotalMilliseconds));
        foreach (var end in ends)
            Assert.True(end.Closed >= _delay + end.Asked - _timers, $"Asked to be back after {end.Asked} and closed after {end.Closed}.");
        Assert.True(
            ends.Max(end => end.Closed) - ends.Min(end => end.Closed) > _window / 2,
            string.Join(", ", ends.Select(end => end.Closed)));
        Assert.All(clients, client => Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Readiness_says_no_at_once_and_new_clients_are_refused_only_after_the_delay()
    {
        using var http = new HttpClient { BaseAddress = _server.Url };
        await using var polling = await TestClient.ConnectAsync(
            _server, await _server.GuestAsync("polling"), "json", transport: HttpTransportType.LongPolling);
        await polling.JoinAsync("lobby");
        var guest = await _server.GuestAsync("late");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", guest.AccessToken);

        var began = _time.GetTimestamp();
        var stopping = StopAsync();
        await Eventually.HoldsAsync(
            async () => await StatusAsync(http, HttpMethod.Get, "/health/ready") == HttpStatusCode.ServiceUnavailable);
        await Eventually.HoldsAsync(async () =>
        {
            var status = await StatusAsync(http, HttpMethod.Post, ChatPaths.Hub + "/negotiate?negotiateVersion=1");
            Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}");
            return status == HttpStatusCode.ServiceUnavailable;
        });
        Assert.InRange(_time.GetElapsedTime(began), _delay - _timers, TimeSpan.MaxValue);
        using var refused = await http.PostAsync($"{ChatPaths.Hub}/negotiate?negotiateVersion=1", null);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);

        // With long polling each call is a separate request. Calls on an open connection succeed.
        Assert.Equal(1, (await polling.SendAsync("lobby", "still here")).Sequence);
        Assert.Equal(SessionEndCodes.ServerStopping, (await polling.NextAsync<SessionEnd>()).Code);
        await stopping.WaitAsync(TestClient.Deadline);
    }

    [Fact]
    public async Task The_last_answer_of_an_ended_connection_is_for_its_next_poll_and_no_other_user()
    {
        using var polling = await PollingClient.OpenAsync(_server, await _server.GuestAsync("polling"));
        using var mallory = PollingClient.Http(_server, await _server.GuestAsync("mallory"));

        var stopping = StopAsync();
        await Eventually.EqualAsync(0, () => _server.Get<LocalConnections>().Count, "connections of the hub");

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(mallory, HttpMethod.Get, polling.Address));
        Assert.Contains(SessionEndCodes.ServerStopping, await polling.ReadToEndAsync(), StringComparison.Ordinal);
        await stopping.WaitAsync(TestClient.Deadline);
    }

    [Fact]
    public void The_host_waits_for_the_whole_drain()
    {
        var plan = _server.Get<DrainPlan>();

        Assert.Equal(_window, plan.ClosesWithin);
        Assert.True(_server.Get<IOptions<HostOptions>>().Value.ShutdownTimeout >= plan.Longest);
    }

    [Theory]
    [InlineData(false, 0, 2, false)]
    [InlineData(true, 3, 10, true)]
    public void What_is_not_set_fits_a_node_alone_or_among_others(
        bool sharesDatabase, int readinessDelay, int window, bool spreadsCloses) =>
        Assert.Equal(
            new DrainPlan(TimeSpan.FromSeconds(readinessDelay), TimeSpan.FromSeconds(window), spreadsCloses),
            DrainPlan.From(new DrainOptions(), sharesDatabase));

    private Task StopAsync() => Task.Run(_server.Get<IHostApplicationLifetime>().StopApplication);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Sends after the notice of the drain, if there is time, and reads to the close.</summary>
    private async Task<(TimeSpan Asked, TimeSpan Closed)> ReadToEndAsync(RawClient client, long began)
    {
        var notice = await client.ReadUntilAsync(record => record.Contains("\"Draining\"", StringComparison.Ordinal));
        using var said = JsonDocument.Parse(notice!);
        var asked = TimeSpan.FromMilliseconds(said.RootElement.GetProperty("arguments")[0].GetProperty("reconnectAfterMs").GetInt32());
        if (asked > _window / 2)
        {
            var post = new SendMessageRequest { Room = "lobby", MessageId = TestClient.NewId(), Text = "before my turn" };
            await client.InvokeAsync(nameof(IChatHub.SendMessage), post);
            Assert.True((await client.AnswerAsync()).TryGetProperty("result", out _));
        }
        await client.ReadUntilAsync(_ => false);
        // Counted from the stop, not from the time when this client read of it. A standstill in between can only delay the
        // close.
        return (asked, _time.GetElapsedTime(began));
    }
}
