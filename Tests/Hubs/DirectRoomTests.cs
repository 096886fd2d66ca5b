using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Services.Typing;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Direct rooms, blocks, reports and the list of bans, over a real connection and on both protocols.</summary>
public sealed class DirectRoomTests : IDisposable
{
    private readonly ChatServer _server = new(services: CountedRooms.Register);

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Two_users_open_one_room_until_one_blocks_the_other(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);

        var room = await OpenAsync(alice, bob);
        Assert.Equal(room, await OpenAsync(bob, alice));
        await alice.JoinAsync(room);
        await bob.JoinAsync(room);
        var sent = await alice.SendAsync(room, "hello");
        await bob.ReadThroughAsync(0, 1);
        var report = new ReportMessageRequest { Room = room, MessageId = sent.MessageId, Reason = "spam" };
        await bob.CallAsync(nameof(IChatHub.ReportMessage), report);
        await RefusedAsync(
            ChatErrorCodes.InvalidArgument, () => bob.CallAsync(nameof(IChatHub.ReportMessage), report with { Reason = " " }));

        await bob.CallAsync(nameof(IChatHub.BlockUser), new BlockUserRequest { UserId = alice.Guest.UserId, On = true });

        await RefusedAsync(ChatErrorCodes.Forbidden, () => OpenAsync(alice, bob));
        await RefusedAsync(ChatErrorCodes.Forbidden, () => OpenAsync(bob, alice));
        var block = Assert.Single((await BlocksAsync(bob)).Blocks);
        Assert.Equal((alice.Guest.UserId, "alice"), (block.UserId, block.Name));
        Assert.Empty((await BlocksAsync(bob, after: alice.Guest.UserId)).Blocks);
        Assert.Empty((await BlocksAsync(alice)).Blocks);
        foreach (var one in (TestClient[])[alice, bob])
            await one.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = room });
        Assert.Equal(0, _server.Get<TypingTracker>().Count);
        await bob.CallAsync(nameof(IChatHub.BlockUser), new BlockUserRequest { UserId = alice.Guest.UserId });
        await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = room });
        Assert.True((await bob.NextAsync<TypingChange>()).IsTyping);
        Assert.Equal(room, await OpenAsync(alice, bob));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, () => OpenAsync(alice, alice));
    }

    /// <summary>A client that starts to type without pause makes no query for each call, and cannot tell whether it is blocked.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Typing_reads_a_block_once_in_its_interval(bool isBlocked)
    {
        const int Calls = 10;
        await using var alice = await _server.ConnectAsync("alice");
        await using var bob = await _server.ConnectAsync("bob");
        var room = await OpenAsync(alice, bob);
        await alice.JoinAsync(room);
        await bob.CallAsync(nameof(IChatHub.BlockUser), new BlockUserRequest { UserId = alice.Guest.UserId, On = isBlocked });

        for (var call = 0; call < Calls; call++)
            await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = room });

        // More than one on a machine that is slow.
        Assert.InRange(_server.Get<CountedRooms>().Blocks, 1, Calls / 2);
        Assert.Equal(isBlocked ? 0 : 1, _server.Get<TypingTracker>().Count);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Moderators_read_the_bans_in_pages_and_members_do_not(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        foreach (var userId in new[] { "x", "y", "z" })
        {
            var ban = new BanMemberRequest { Room = "lobby", UserId = userId };
            await alice.CallAsync<RemoveMemberResult>(nameof(IChatHub.BanMember), ban);
        }

        var first = await BansAsync(alice, null);
        var second = await BansAsync(alice, first.Bans[^1].UserId);

        Assert.Equal((true, false), (first.HasMore, second.HasMore));
        Assert.Equal(["x", "y", "z"], first.Bans.Concat(second.Bans).Select(ban => ban.UserId));
        Assert.All(first.Bans, ban => Assert.Equal((alice.Guest.UserId, true), (ban.By, ban.BannedAt > 0)));
        await RefusedAsync(ChatErrorCodes.Forbidden, () => BansAsync(bob, null));
    }

    private static async Task<string> OpenAsync(TestClient client, TestClient other)
    {
        var request = new OpenDirectRequest { UserId = other.Guest.UserId };
        return (await client.CallAsync<OpenDirectResult>(nameof(IChatHub.OpenDirect), request)).Room;
    }

    private static Task<ListBlocksResult> BlocksAsync(TestClient client, string? after = null) =>
        client.CallAsync<ListBlocksResult>(nameof(IChatHub.ListBlocks), new ListBlocksRequest { After = after });

    private static Task<ListBansResult> BansAsync(TestClient client, string? after) => client.CallAsync<ListBansResult>(
        nameof(IChatHub.ListBans), new ListBansRequest { Room = "lobby", After = after, Limit = 2 });

    private static async Task RefusedAsync(string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HubException>(call);
        Assert.Contains($"HubException: {code}: ", refused.Message, StringComparison.Ordinal);
    }
}
