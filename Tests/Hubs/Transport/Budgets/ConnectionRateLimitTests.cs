using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>A connection far above its rate is closed with a reason, whatever it sends.</summary>
public sealed class ConnectionRateLimitTests : IDisposable
{
    private const string Ping = """{"type":6}""";
    private const char RecordEnd = '\u001e';
    private const int Burst = 20;
    private const int Many = 2 * Burst;

    private readonly ChatServer _server = new(new()
    {
        ["Chat:RateLimits:Frames:PerSecond"] = "1",
        ["Chat:RateLimits:Frames:Burst"] = $"{Burst}",
        ["Chat:RateLimits:Bytes:PerSecond"] = "1024",
        ["Chat:RateLimits:Bytes:Burst"] = "1024",
        ["Chat:RateLimits:OverRateTimeout"] = "00:00:00.100",
        ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
    },
    StillBudgets.On(new FakeTimeProvider()));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task By_pings()
    {
        using var client = await _server.ConnectRawAsync("alice");
        for (var i = 0; i < Many; i++)
            await client.PingAsync();

        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task By_many_frames_in_one_message_of_the_socket()
    {
        using var client = await _server.ConnectRawAsync("alice");
        await client.SendAsync(string.Join(RecordEnd, Enumerable.Repeat(Ping, Many)));

        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task By_frames_of_MessagePack()
    {
        await using var client = await _server.ConnectAsync("alice", "messagepack");
        for (var i = 0; i < Many; i++)
            await client.Connection.SendAsync("NoSuchMethod");

        Assert.Equal(SessionEndCodes.RateLimited, (await client.NextAsync<SessionEnd>()).Code);
    }

    [Fact]
    public async Task By_bytes()
    {
        using var client = await _server.ConnectRawAsync("alice");
        for (var i = 0; i < 3; i++)
            await client.InvokeAsync("NoSuchMethod", new string('x', ChatLimits.ReceiveBytes / 2));

        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task A_flood_that_does_not_end_leaves_nothing_behind()
    {
        using var client = await _server.ConnectRawAsync("alice");
        var flood = string.Join(RecordEnd, Enumerable.Repeat(Ping, 100));

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (var i = 0; i < 10_000_000; i++)
                await client.SendAsync(flood);
        });

        await Eventually.EqualAsync(0, () => _server.Get<LocalConnections>().Count, "connections");
    }

    [Fact]
    public async Task Others_and_what_is_within_it_are_not_concerned()
    {
        await using var bob = await _server.ConnectAsync("bob");
        using var client = await _server.ConnectRawAsync("alice");
        for (var i = 0; i < Many; i++)
            await client.PingAsync();
        await AssertEndsAsync(client);

        await bob.JoinAsync("lobby");
        Assert.Equal(1, (await bob.SendAsync("lobby", "one")).Sequence);
    }

    private static async Task AssertEndsAsync(RawClient client)
    {
        var ending = await client.ReadUntilAsync(record => record.Contains("SessionEnding", StringComparison.Ordinal));
        Assert.Contains($"\"code\":\"{SessionEndCodes.RateLimited}\",\"reconnect\":true", ending, StringComparison.Ordinal);
        Assert.Null(await client.ReadUntilAsync(_ => false));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
    }
}
