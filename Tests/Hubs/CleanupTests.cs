using SignalRChat.Contracts;
using SignalRChat.Hubs.Connections;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Typing;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>However a connection ends, it leaves nothing behind.</summary>
public sealed class CleanupTests : IDisposable
{
    // Far beyond the deadline of a test, because only the case for it may end by a time-out.
    private const string NoTimeout = "00:10:00";

    private readonly ChatServer _server;

    public CleanupTests()
        : this(NoTimeout)
    {
    }

    private CleanupTests(string clientTimeout) => _server = new(
        new()
        {
            ["Chat:Liveness:KeepAliveInterval"] = "00:00:01",
            ["Chat:Liveness:ClientTimeout"] = clientTimeout,
            ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
            ["Chat:Presence:LeaveDelay"] = "00:00:00.300",
            ["Chat:Transports:LongPolling"] = "true",
        },
        HookedStore.Register);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_close()
    {
        using var client = await TalkingAsync();
        await client.CloseAsync();
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_reset()
    {
        using var client = await TalkingAsync();
        client.Reset();
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_time_out_of_a_client_that_says_and_takes_nothing_more()
    {
        using var impatient = new CleanupTests("00:00:03");
        using var client = await impatient.TalkingAsync();
        await impatient.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task An_abort_by_the_server()
    {
        using var client = await TalkingAsync();
        foreach (var connection in _server.Get<LocalConnections>().Snapshot())
            connection.Context.Abort();
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_malformed_frame()
    {
        using var client = await TalkingAsync();
        await client.SendAsync("{ this is not JSON");
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task An_exception_in_a_method()
    {
        using var client = await TalkingAsync();
        _server.Get<HookedStore>().BeforeRead = () => throw new InvalidOperationException("a defect");
        await client.InvokeAsync(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = "other" });
        Assert.Contains("internal-error", (await client.AnswerAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, _server.Get<RoomFeeds>().Count);
        client.Reset();
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task The_end_of_a_connection_on_long_polling()
    {
        await using (var client = await TestClient.ConnectAsync(
            _server,
            await _server.GuestAsync("alice"),
            "json",
            transport: Microsoft.AspNetCore.Http.Connections.HttpTransportType.LongPolling))
        {
            await client.JoinAsync("lobby");
            Assert.Equal(1, _server.Get<ConnectionOwners>().Count);
        }
        await AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disconnect_in_the_middle_of_a_join(bool whileReading)
    {
        using var client = await TalkingAsync();
        var door = new Gate();
        if (whileReading)
            _server.Get<HookedStore>().BeforeRead = door.PassAsync;
        else
            _server.Get<HookedStore>().BeforeCommit = door.PassAsync;
        await client.InvokeAsync(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = "other" });
        await door.Reached;

        client.Reset();
        await Eventually.EqualAsync(0, () => _server.Get<SessionRegistry>().Count, "sessions");
        door.Open();

        await AssertNothingIsLeftAsync();
    }

    /// <summary>A user who is in a room, types, and has posted.</summary>
    private async Task<RawClient> TalkingAsync()
    {
        var client = await _server.ConnectRawAsync("alice");
        await client.JoinAsync("lobby");
        var hello = new SendMessageRequest { Room = "lobby", MessageId = TestClient.NewId(), Text = "hello" };
        await client.InvokeAsync(nameof(IChatHub.SendMessage), hello);
        await client.AnswerAsync();
        await client.InvokeAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
        await client.AnswerAsync();
        Assert.Equal("1 1 1 1 1 1", Counts());
        return client;
    }

    private Task AssertNothingIsLeftAsync() =>
        Eventually.EqualAsync("0 0 0 0 0 0", Counts, "connections, groups, feeds, sessions, rooms with presence, typing");

    private string Counts() => string.Join(
        ' ',
        _server.Get<LocalConnections>().Count,
        _server.Get<LocalGroups>().Count,
        _server.Get<RoomFeeds>().Count,
        _server.Get<SessionRegistry>().Count,
        _server.Get<PresenceTracker>().RoomCount,
        _server.Get<TypingTracker>().Count + _server.Get<ConnectionOwners>().Count);
}
