using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>
/// A removal on one node while both nodes post at full speed. On the other node too, nothing numbered after it arrives, neither
/// at a fast member nor at one far behind, and a reconnect does not restore the membership. Without Redis only the database
/// informs the nodes.
/// </summary>
[Collection(SharedPostgres.Nodes)]
public sealed class RemovalTests(PostgresFixture fixture)
{
    private const string Room = "lobby";

    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, string?> _patient = new()
    {
        ["Chat:Liveness:StallTimeout"] = "00:10:00",
        ["Chat:Liveness:ClientTimeout"] = "00:10:00",
    };

    [Theory]
    [InlineData(RoomRemovalCodes.Kicked, "json", true)]
    [InlineData(RoomRemovalCodes.Kicked, "messagepack", false)]
    [InlineData(RoomRemovalCodes.Banned, "messagepack", true)]
    [InlineData(RoomRemovalCodes.Left, "json", false)]
    public async Task Nothing_numbered_after_a_removal_arrives_on_any_node(string code, string protocol, bool withRedis)
    {
        using var nodes = await TwoServers.StartAsync(fixture.Server, withRedis, _patient);
        await using var alice = await nodes.Here.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        var guest = await nodes.There.GuestAsync("bob");
        await using var bobHere = await JoinedAsync(nodes.Here, guest, protocol);
        await using var bob = await JoinedAsync(nodes.There, guest, protocol);
        using var lagging = await nodes.There.ConnectRawAsync(guest, receiveBuffer: 4096);
        await lagging.JoinAsync(Room);
        await using var carol = await nodes.There.ConnectAsync("carol", protocol);
        await carol.JoinAsync(Room);
        using var stop = new CancellationTokenSource();
        var posting = nodes.PostUntilAsync(Room, alice.Guest, stop.Token);
        await Eventually.TrueAsync(() => bob.HasUpdate && carol.HasUpdate, "messages");

        var revision = await RemoveAsync(code, alice, bobHere);
        var began = Stopwatch.GetTimestamp();

        Assert.Equal(new RoomRemoval { Room = Room, Code = code, Revision = revision }, await bob.NextAsync<RoomRemoval>());
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _promised);
        await nodes.ReachedAsync(Room, revision + 300);
        await stop.CancelAsync();
        await posting;
        await carol.ReadThroughAsync(0, revision + 300);
        foreach (var one in (TestClient[])[bob, bobHere])
            await AssertNothingAfterAsync(one, revision);
        await AssertNothingAfterAsync(lagging, code, revision);
        await AssertStaysOutAsync(nodes, guest, code, revision);
        if (code != RoomRemovalCodes.Banned)
            await AssertReturnIsSeenAsync(bobHere, carol);
    }

    /// <summary>
    /// Regression: a user was kicked on another node and then left. This node delivered the room until the feed reached the
    /// removal.
    /// </summary>
    [Fact]
    public async Task A_leave_after_a_removal_on_another_node_silences_the_room_at_once()
    {
        using var nodes = await TwoServers.StartAsync(fixture.Server, withRedis: false, new(_patient)
        {
            ["Chat:Feed:ReconcileInterval"] = "00:01:00",
            ["Chat:Feed:DegradedReconcileInterval"] = "00:00:10",
        });
        await using var alice = await nodes.Here.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await using var bob = await JoinedAsync(nodes.There, await nodes.There.GuestAsync("bob"), "json");
        var kick = new KickMemberRequest { Room = Room, UserId = bob.Guest.UserId };
        var removed = await alice.CallAsync<RemoveMemberResult>(nameof(IChatHub.KickMember), kick);

        await bob.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Room });

        // The call informed the user, and not the feed, which would report a kick.
        Assert.Equal(
            new RoomRemoval { Room = Room, Code = RoomRemovalCodes.Left, Revision = removed.Revision }, await bob.NextAsync<RoomRemoval>());
        Assert.Equal(0, nodes.There.Get<SignalRChat.Services.Feed.RoomFeeds>().Count);
    }

    private static async Task<TestClient> JoinedAsync(ChatServer server, GuestTokenResult guest, string protocol)
    {
        var client = await TestClient.ConnectAsync(server, guest, protocol);
        await client.JoinAsync(Room);
        return client;
    }

    /// <summary>Waits until the member's node has delivered the removal, and returns its revision.</summary>
    private static async Task<long> RemoveAsync(string code, TestClient alice, TestClient bob)
    {
        var userId = bob.Guest.UserId;
        var answered = code switch
        {
            RoomRemovalCodes.Kicked => await alice.CallAsync<RemoveMemberResult>(
                nameof(IChatHub.KickMember), new KickMemberRequest { Room = Room, UserId = userId }),
            RoomRemovalCodes.Banned => await alice.CallAsync<RemoveMemberResult>(
                nameof(IChatHub.BanMember), new BanMemberRequest { Room = Room, UserId = userId }),
            _ => null,
        };
        if (answered is null)
            await bob.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Room });
        var received = await bob.NextAsync<RoomRemoval>();
        Assert.Equal((code, answered?.Revision ?? received.Revision), (received.Code, received.Revision));
        return received.Revision;
    }

    private static async Task AssertNothingAfterAsync(TestClient client, long revision)
    {
        await RefusedAsync(ChatErrorCodes.NotAMember, () => client.CallAsync<GetUpdatesResult>(
            nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = 0, Limit = 10 }));
        await RefusedAsync(ChatErrorCodes.NotAMember, () => client.CallAsync<GetHistoryResult>(
            nameof(IChatHub.GetHistory), new GetHistoryRequest { Room = Room, Limit = 10 }));
        while (client.HasUpdate)
            Assert.InRange((await client.NextUpdateAsync()).Through, 1, revision);
    }

    private static async Task AssertNothingAfterAsync(RawClient lagging, string code, long revision)
    {
        long last = 0;
        // An update with the end of the membership names the code too.
        while (await lagging.ReadUntilAsync(IsOfTheRoom) is { } record && !IsRemoval(record, code))
            last = Math.Max(last, RawClient.Update(record).Through);
        Assert.InRange(last, 1, revision);
        await lagging.InvokeAsync(nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = last, Limit = 200 });
        var next = await lagging.ReadUntilAsync(
            record => IsOfTheRoom(record) || record.StartsWith("{\"type\":3", StringComparison.Ordinal));
        Assert.Contains("not-a-member", next, StringComparison.Ordinal);
    }

    private static async Task AssertStaysOutAsync(TwoServers nodes, GuestTokenResult guest, string code, long revision)
    {
        var refusal = code == RoomRemovalCodes.Banned ? ChatErrorCodes.Banned : ChatErrorCodes.NotAMember;
        foreach (var node in (ChatServer[])[nodes.Here, nodes.There])
        {
            await using var back = await TestClient.ConnectAsync(node, guest, "json");
            foreach (var cursor in (long[])[0, revision - 1, revision])
                await RefusedAsync(refusal, () => back.JoinAsync(Room, cursor));
            Assert.False(back.HasUpdate);
        }
    }

    /// <summary>Regression: members on other nodes kept the end of the membership until their next reset.</summary>
    private static async Task AssertReturnIsSeenAsync(TestClient back, TestClient other)
    {
        await back.JoinAsync(Room);
        while (!((await other.NextUpdateAsync()).Members ?? []).Any(one => one.UserId == back.Guest.UserId && one.Left is null))
        {
        }
    }

    private static bool IsOfTheRoom(string record) =>
        record.Contains("RoomUpdated", StringComparison.Ordinal) || record.Contains("RemovedFromRoom", StringComparison.Ordinal);

    private static bool IsRemoval(string record, string code) =>
        record.Contains("RemovedFromRoom", StringComparison.Ordinal) && record.Contains(code, StringComparison.Ordinal);

    private static async Task RefusedAsync(string code, Func<Task> call) =>
        Assert.Contains($"HubException: {code}: ", (await Assert.ThrowsAsync<HubException>(call)).Message, StringComparison.Ordinal);
}
