using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Settings and mutes over a real connection, on both protocols. The stores' conformance suite tests the rules.</summary>
public sealed class RoomSettingsTests : IDisposable
{
    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Owners_change_a_room_and_moderators_mute(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        var request = new SetRoomRequest { Room = "lobby", Title = "The lobby", Data = """{"order":7}""", SlowModeSeconds = 3_600 };

        await RefusedAsync("forbidden: ", () => SetAsync(bob, request));
        var changed = await SetAsync(alice, request);
        await bob.SendAsync("lobby", "one");
        var slow = await RefusedAsync("slow-mode: ", () => bob.SendAsync("lobby", "two"));
        var joined = await bob.JoinAsync("lobby");
        var mute = new MuteMemberRequest { Room = "lobby", UserId = bob.Guest.UserId, Until = 4_000_000_000_000 };
        var muted = await alice.CallAsync<MuteMemberResult>(nameof(IChatHub.MuteMember), mute);

        Assert.Matches(@"Retry after \d+ ms\.$", slow);
        var info = joined.Update.Info!;
        Assert.Equal(("The lobby", request.Data, 3_600), (info.Title, info.Data, info.SlowModeSeconds));
        Assert.Equal(changed.Revision, info.Revision);
        Assert.Equal(joined.Head + 1, muted.Revision);
        await RefusedAsync("muted: ", () => bob.SendAsync("lobby", "two"));
        foreach (var ask in (GetMembersRequest[])[new() { Room = "lobby" }, new() { Room = "lobby", Limit = 10 }])
        {
            var members = await alice.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), ask);
            Assert.Equal(mute.Until, members.Members.Single(member => member.UserId == bob.Guest.UserId).MutedUntil);
            Assert.Null(members.Members.Single(member => member.UserId == alice.Guest.UserId).MutedUntil);
        }
        await SetAsync(alice, new SetRoomRequest { Room = "lobby", Title = "", Data = "{ }" });
        var bare = (await bob.JoinAsync("lobby")).Update.Info!;
        Assert.Equal((null, null, 3_600), (bare.Title, bare.Data, bare.SlowModeSeconds));
    }

    [Theory]
    [InlineData("posting", "everyone")]
    [InlineData("presence", "some")]
    [InlineData("slowModeSeconds", 21_601)]
    [InlineData("slowModeSeconds", -1)]
    [InlineData("maxMembers", 1)]
    [InlineData("retentionDays", 36_501)]
    public async Task A_setting_out_of_its_range_is_refused_by_name(string field, object value)
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync("lobby");

        await RefusedAsync($"invalid-argument: {field}", () => alice.CallAsync(
            nameof(IChatHub.SetRoom), new Dictionary<string, object> { ["room"] = "lobby", [field] = value }));
    }

    private static Task<SetRoomResult> SetAsync(TestClient client, SetRoomRequest request) =>
        client.CallAsync<SetRoomResult>(nameof(IChatHub.SetRoom), request);

    private static async Task<string> RefusedAsync(string refusal, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HubException>(call);
        Assert.Contains($"HubException: {refusal}", refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }
}
