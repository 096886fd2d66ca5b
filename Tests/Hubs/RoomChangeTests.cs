using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Changes of members and of the settings, on both protocols.</summary>
public sealed class RoomChangeTests : IDisposable
{
    private const string Room = "lobby";

    private readonly ChatServer _server = new();

    public static TheoryData<string> Protocols => ["json", "messagepack"];

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Changed_members_reach_members_live_and_by_cursor(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol == "json" ? "messagepack" : "json");
        await using var carol = await _server.ConnectAsync("carol", protocol);
        foreach (var client in (TestClient[])[alice, bob, carol])
            await client.JoinAsync(Room);

        await alice.CallAsync(
            nameof(IChatHub.SetRole), new SetRoleRequest { Room = Room, UserId = bob.Guest.UserId, Role = RoomRoles.Moderator });
        var promoted = await carol.NextUpdateAsync();
        await bob.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Room });
        var left = await carol.NextUpdateAsync();
        var updates = await UpdatesAsync(carol, after: 1);
        var all = await UpdatesAsync(carol, after: 0);
        var joined = await carol.JoinAsync(Room, after: 0);

        var name = bob.Guest.Name;
        var moderator = new ChangedMember { UserId = bob.Guest.UserId, Name = name, Role = RoomRoles.Moderator, Revision = 1 };
        var gone = moderator with { Left = RoomRemovalCodes.Left, Revision = 2 };
        Assert.Equal((0, 1, 0), (promoted.After, promoted.Through, promoted.Messages.Length));
        Assert.Equal([moderator], promoted.Members!);
        Assert.Equal([gone], left.Members!);
        Assert.Equal([gone], updates.Members!);
        Assert.Equal([gone], all.Members!);
        Assert.Equal([gone], joined.Update.Members!);
        Assert.Null((await carol.JoinAsync(Room)).Update.Members);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Changed_settings_reach_members_live_by_cursor_and_in_a_snapshot(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        var first = await alice.JoinAsync(Room);

        await _server.Services.GetRequiredService<CommandQueue>().AppendAsync(
            new SetRoomCommand(Room, new() { UserId = alice.Guest.UserId, Name = "alice" }) { Title = "Plans", Data = """{"a":[1]}""" });
        var live = await alice.NextUpdateAsync();
        var updates = await UpdatesAsync(alice, after: 0);
        var joined = await alice.JoinAsync(Room, after: 0);
        var snapshot = await alice.JoinAsync(Room);

        Assert.Equal(new RoomInfo(), first.Update.Info);
        var info = new RoomInfo { Title = "Plans", Data = """{"a":[1]}""", Revision = 1 };
        Assert.All((RoomInfo?[])[live.Info, updates.Info, joined.Update.Info, snapshot.Update.Info], seen => Assert.Equal(info, seen));
        Assert.Equal((0, 1, 0), (live.After, live.Through, live.Messages.Length));
        Assert.Null((await UpdatesAsync(alice, after: 1)).Info);
    }

    private static Task<GetUpdatesResult> UpdatesAsync(TestClient client, long after) => client.CallAsync<GetUpdatesResult>(
        nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = after, Limit = 10 });
}
