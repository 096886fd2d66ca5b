using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Hubs;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>
/// Data above a rate is read later, which delays its sender and no other client. The budgets use the test's clock, so that the
/// test can count what is read.
/// </summary>
public sealed class PacingTests : IDisposable
{
    private const int PerSecond = 40;
    private const int Burst = 40;
    private const int UserBurst = 100;
    private const int Many = 400;

    // The number of smallest frames that the WebSocket reads at once.
    private const int OneRead = 25;
    private const string Mark = "the end";

    private readonly FakeTimeProvider _time = new();
    private readonly ChatServer _server;

    public PacingTests() => _server = new ChatServer(
        new()
        {
            ["Chat:RateLimits:Frames:PerSecond"] = $"{PerSecond}",
            ["Chat:RateLimits:Frames:Burst"] = $"{Burst}",
            ["Chat:RateLimits:UserFrames:PerSecond"] = $"{PerSecond}",
            ["Chat:RateLimits:UserFrames:Burst"] = $"{UserBurst}",
            ["Chat:RateLimits:OverRateTimeout"] = "00:10:00",
        },
        StillBudgets.On(_time));

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(WireFrame.Ping, 1)]
    [InlineData(WireFrame.Pong, 1)]
    [InlineData(WireFrame.Text, 1)]
    [InlineData(WireFrame.Pong, 4)]
    public async Task The_connections_of_a_user_are_read_at_its_rate_and_not_ended(int opcode, int connections)
    {
        var mallory = await _server.GuestAsync("mallory");
        await using var bob = await _server.ConnectAsync("bob");
        using var slowed = new SlowedCount(_server);
        var floods = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => WireClient.ConnectAsync(_server.Hub, mallory.AccessToken)));
        byte[] flood = [.. WireFrame.Repeat(WireFrame.Of(opcode), Many / connections), .. WireFrame.Of(WireFrame.Ping, Mark)];

        await Task.WhenAll(floods.Select(client => client.SendAsync(flood)));
        var marks = Task.WhenAll(floods.Select(client => client.ReadUntilAsync(frame => frame.Text == Mark)));
        await bob.JoinAsync("lobby");
        Assert.Equal(1, (await bob.SendAsync("lobby", "meanwhile")).Sequence);
        var seconds = await _time.SecondsUntilAsync(marks);

        Assert.All(await marks, Assert.NotNull);
        Assert.NotEqual(0, slowed.Value);
        var atOnce = (connections == 1 ? Burst : UserBurst) + (connections * OneRead);
        Assert.InRange(seconds, (Many - atOnce) / PerSecond, int.MaxValue);
        Array.ForEach(floods, client => client.Dispose());
    }

    [Fact]
    public async Task A_client_that_is_held_back_is_not_taken_for_a_silent_one()
    {
        using var server = new ChatServer(
            new()
            {
                ["Chat:RateLimits:Frames:PerSecond"] = "10",
                ["Chat:RateLimits:Frames:Burst"] = "10",
                ["Chat:RateLimits:OverRateTimeout"] = "00:10:00",
                ["Chat:Liveness:KeepAliveInterval"] = "00:00:01",
                ["Chat:Liveness:ClientTimeout"] = "00:00:02",
                ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
            });
        using var busy = await WireClient.ConnectAsync(server.Hub, (await server.GuestAsync("busy")).AccessToken);

        // Three seconds of frames, none of which reaches the hub.
        await busy.SendAsync([.. WireFrame.Repeat(WireFrame.Of(WireFrame.Pong), 40), .. WireFrame.Of(WireFrame.Ping, Mark)]);
        var first = await busy.ReadUntilAsync(
            frame => frame.Text.Contains("SessionEnding", StringComparison.Ordinal) || frame.Text == Mark);

        Assert.Equal(Mark, first?.Text);
    }

    /// <summary>
    /// Regression: the connection was held for the whole OverRateTimeout, and SignalR's timer closed it first.
    /// </summary>
    [Fact]
    public async Task A_quiet_connection_of_a_user_that_floods_is_read_within_seconds()
    {
        using var server = new ChatServer(
            new()
            {
                ["Chat:RateLimits:UserFrames:PerSecond"] = "1",
                ["Chat:RateLimits:Frames:PerSecond"] = "1",
                ["Chat:RateLimits:UserFrames:Burst"] = "1000",
                ["Chat:RateLimits:Frames:Burst"] = "1000",
                ["Chat:RateLimits:OverRateTimeout"] = "00:10:00",
            },
            StillBudgets.On(_time));
        var mallory = await server.GuestAsync("mallory");
        using var slowed = new SlowedCount(server);
        using var quiet = await WireClient.ConnectAsync(server.Hub, mallory.AccessToken);
        var floods = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => WireClient.ConnectAsync(server.Hub, mallory.AccessToken)));
        await Task.WhenAll(floods.Select(client => client.SendAsync(WireFrame.Repeat(WireFrame.Of(WireFrame.Pong), 900))));
        await Eventually.TrueAsync(() => slowed.Value >= floods.Length - 1, "holding the connections that flood");

        // The read after this one is held.
        await quiet.SendAsync(WireFrame.Of(WireFrame.Ping));
        await quiet.ReadUntilAsync(frame => frame.Opcode == WireFrame.Pong);
        await quiet.SendAsync(WireFrame.Of(WireFrame.Ping, Mark));
        var answer = quiet.ReadUntilAsync(frame => frame.Text == Mark);
        var seconds = await _time.SecondsUntilAsync(answer);

        Assert.Equal(Mark, (await answer)?.Text);
        Assert.InRange(seconds, 1, 90);
        Array.ForEach(floods, client => client.Dispose());
    }

    /// <summary>
    /// SignalR's timer gives no reason. It acts only without the server's own timers, also for a paced client.
    /// </summary>
    [Fact]
    public void The_timer_of_SignalR_waits_for_longer_than_a_client_may_be_held_back()
    {
        var timer = _server.Get<IOptions<HubOptions>>().Value.ClientTimeoutInterval;

        Assert.InRange(timer!.Value, TimeSpan.FromMinutes(10) + new LivenessOptions().ClientTimeout, TimeSpan.FromMinutes(11));
    }
}
