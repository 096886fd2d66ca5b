using Microsoft.Extensions.Time.Testing;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Budgets;

/// <summary>
/// What is beyond a rate is read later: it costs its sender, and nobody else. The clock of the budgets is the test's, so that what is read
/// is counted.
/// </summary>
public sealed class PacingTests : IDisposable
{
    private const int PerSecond = 10;
    private const int Burst = 40;
    private const int UserBurst = 100;
    private const int Many = 400;

    // The WebSocket reads so many of the smallest frames at once.
    private const int OneRead = 25;
    private const string Mark = "the end";

    private readonly FakeTimeProvider _time = new();
    private readonly ChatServer _server;

    public PacingTests() => _server = new ChatServer(
        new()
        {
            ["Chat:RateLimits:FramesPerSecond"] = $"{PerSecond}",
            ["Chat:RateLimits:FrameBurst"] = $"{Burst}",
            ["Chat:RateLimits:UserFramesPerSecond"] = $"{PerSecond}",
            ["Chat:RateLimits:UserFrameBurst"] = $"{UserBurst}",
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
        var floods = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => WireClient.ConnectAsync(_server, mallory)));
        byte[] flood = [.. WireFrame.Repeat(WireFrame.Of(opcode), Many / connections), .. WireFrame.Of(WireFrame.Ping, Mark)];

        await Task.WhenAll(floods.Select(client => client.SendAsync(flood)));
        var marks = Task.WhenAll(floods.Select(client => client.ReadUntilAsync(frame => frame.Text == Mark)));
        await bob.JoinAsync("lobby");
        Assert.Equal(1, (await bob.SendAsync("lobby", "meanwhile")).Sequence);
        var seconds = 0;
        await Eventually.HoldsAsync(() =>
        {
            if (marks.IsCompleted)
                return Task.FromResult(true);
            _time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            return Task.FromResult(false);
        });

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
                ["Chat:RateLimits:FramesPerSecond"] = "10",
                ["Chat:RateLimits:FrameBurst"] = "10",
                ["Chat:RateLimits:OverRateTimeout"] = "00:10:00",
                ["Chat:Liveness:KeepAliveInterval"] = "00:00:01",
                ["Chat:Liveness:ClientTimeout"] = "00:00:02",
                ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
            });
        using var busy = await WireClient.ConnectAsync(server, await server.GuestAsync("busy"));

        // Three seconds of frames, none of which the hub hears of.
        await busy.SendAsync([.. WireFrame.Repeat(WireFrame.Of(WireFrame.Pong), 40), .. WireFrame.Of(WireFrame.Ping, Mark)]);
        var first = await busy.ReadUntilAsync(frame => frame.Text.Contains("SessionEnding", StringComparison.Ordinal) || frame.Text == Mark);

        Assert.Equal(Mark, first?.Text);
    }
}
