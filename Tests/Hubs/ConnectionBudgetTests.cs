using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Connections;
using SignalRChat.Hubs.Fanout;
using SignalRChat.Services.RateLimits;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>A connection that sends more than one may is ended with a reason, whatever it sends.</summary>
public sealed class ConnectionBudgetTests : IDisposable
{
    private const string Ping = """{"type":6}""";
    private const char RecordEnd = '\u001e';
    private const int Burst = 20;

    private readonly ChatServer _server = new(new()
    {
        ["Chat:RateLimits:FramesPerSecond"] = "1",
        ["Chat:RateLimits:FrameBurst"] = $"{Burst}",
        ["Chat:RateLimits:BytesPerSecond"] = "1024",
        ["Chat:RateLimits:ByteBurst"] = "1024",
        ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
    },
    // The clock of the budget stands still: it does not grow again while a slow machine sends.
    services => services.AddSingleton(provider => new ConnectionBudget(
        provider.GetRequiredService<IOptions<RateLimitOptions>>(), provider.GetRequiredService<IOptions<LimitOptions>>(), new FakeTimeProvider())));

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task By_pings()
    {
        using var client = await _server.ConnectRawAsync("alice");
        for (var i = 0; i <= Burst; i++)
            await client.PingAsync();

        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task By_many_frames_in_one_message_of_the_socket()
    {
        using var client = await _server.ConnectRawAsync("alice");
        await client.SendAsync(string.Join(RecordEnd, Enumerable.Repeat(Ping, Burst + 1)));

        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task By_frames_of_MessagePack()
    {
        await using var client = await _server.ConnectAsync("alice", "messagepack");
        for (var i = 0; i <= Burst; i++)
            await client.Connection.SendAsync("NoSuchMethod");

        Assert.Equal(SessionEndCodes.TooFast, (await client.NextAsync<SessionEnd>()).Code);
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

    /// <summary>What comes while it is being closed is read away, so that the reason gets through; not for ever, or that would be the way around the budget.</summary>
    [Fact]
    public async Task A_flood_that_begins_with_the_end_is_cut()
    {
        const int many = 200_000;
        using var client = await _server.ConnectRawAsync("alice");
        for (var i = 0; i <= Burst; i++)
            await client.PingAsync();
        await client.ReadUntilAsync(record => record.Contains("SessionEnding", StringComparison.Ordinal));

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (var i = 0; i < many; i++)
                await client.PingAsync();
        });
    }

    [Fact]
    public async Task Others_and_what_is_within_it_are_not_concerned()
    {
        await using var bob = await _server.ConnectAsync("bob");
        using var client = await _server.ConnectRawAsync("alice");
        for (var i = 0; i <= Burst; i++)
            await client.PingAsync();
        await AssertEndsAsync(client);

        await bob.JoinAsync("lobby");
        Assert.Equal(1, (await bob.SendAsync("lobby", "one")).Sequence);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("{}\u001e", 1)]
    [InlineData("{}\u001e{}\u001e{}\u001e", 3)]
    public void Frames_of_text_are_counted_by_their_ends(string taken, int frames) =>
        Assert.Equal(frames, FrameCount.Of(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(taken)), isBinary: false));

    [Theory]
    [InlineData(new byte[] { }, 0)]
    [InlineData(new byte[] { 2, 0x91, 6 }, 1)]
    [InlineData(new byte[] { 2, 0x91, 6, 2, 0x91, 6, 1, 0x90 }, 3)]
    [InlineData(new byte[] { 0x82, 0x00, 0x91, 6, 2, 0x91, 6 }, 2)]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2 }, 1)]
    [InlineData(new byte[] { 100, 1 }, 1)]
    public void Frames_of_MessagePack_are_counted_by_their_lengths(byte[] taken, int frames) =>
        Assert.Equal(frames, FrameCount.Of(new ReadOnlySequence<byte>(taken), isBinary: true));

    private static async Task AssertEndsAsync(RawClient client)
    {
        var ending = await client.ReadUntilAsync(record => record.Contains("SessionEnding", StringComparison.Ordinal));
        Assert.Contains($"\"code\":\"{SessionEndCodes.TooFast}\",\"reconnect\":true", ending, StringComparison.Ordinal);
        Assert.Null(await client.ReadUntilAsync(_ => false));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
    }
}
