using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

/// <summary>Direct rooms of two users, blocks between them, and reports of messages.</summary>
public abstract partial class MessageStoreConformance
{
    private static OpenDirectCommand Open(string user, string other) => new(DirectRooms.NameOf(user, other), User(user), other);

    private static BlockCommand Block(string user, string other, bool on = true) =>
        new(DirectRooms.NameOf(user, other), User(user), other, on);

    [Fact]
    public async Task A_direct_room_is_one_for_two_users_and_for_no_other()
    {
        var room = DirectRooms.NameOf("alice", "bob");
        var opened = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(n => CommitAsync(n % 2 == 0 ? Open("alice", "bob") : Open("bob", "alice"))));

        Assert.All(opened, one => Assert.Equal((null, RoomRoles.Member), (one.RefusalCode, one.Role)));
        Assert.Single(opened, one => !one.Duplicate);
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("mallory", room));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("mallory", DirectRooms.NameOf("mallory", "bob")));
        await RefusedAsync(ChatErrorCodes.Forbidden, Add("alice", "mallory", room: room));
        foreach (var command in (RoomCommand[])[
            new AddMemberCommand(room, ServiceCommand.Nobody, User("mallory"), null),
            new MakeRoomCommand(room, ServiceCommand.Nobody, IsPrivate: false)])
        {
            await RefusedAsync(ChatErrorCodes.Forbidden, new ServiceCommand(command));
        }
        await RefusedAsync(ChatErrorCodes.Forbidden, Kick("alice", "bob", room));
        ModerationCommand[] moderation = [Kick("alice", "bob", room), Ban("alice", "bob", room), SetRole("alice", "bob", "owner", room)];
        foreach (var command in moderation)
            await RefusedAsync(ChatErrorCodes.Forbidden, command with { Grant = new ChatGrant { IsModerator = true } });
        await PostedAsync("bob", room: room);
        await CommitAsync(Leave("bob", room));
        Assert.False((await CommitAsync(Open("alice", "bob"))).Duplicate);
        await PostedAsync("bob", room: room);
        var members = (await Rooms.ReadMembersAsync(room, "alice", 10, Cancel))!.Value.Members;
        Assert.Equal(["alice", "bob"], members.Select(member => member.UserId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_one_of_two_users_blocks_the_other_neither_opens_their_room()
    {
        var batch = await CommitAsync(
            Block("alice", "bob"), Block("alice", "bob"), Open("alice", "bob"), Open("bob", "alice"), Open("alice", "carol"));

        Assert.Equal(
            [null, null, ChatErrorCodes.Forbidden, ChatErrorCodes.Forbidden, null], batch.Results.Select(result => result.RefusalCode));
        await RefusedAsync(ChatErrorCodes.Forbidden, Open("bob", "alice"));
        await CommitAsync(Block("alice", "bob", on: false));
        Assert.Null((await CommitAsync(Open("bob", "alice"))).RefusalCode);
        await CommitAsync(Block("bob", "alice"));
        await RefusedAsync(ChatErrorCodes.Forbidden, Open("alice", "bob"));
        await RefusedAsync(ChatErrorCodes.Forbidden, Open("alice", "dave") with { MayMake = false });
        Assert.True((await CommitAsync(Open("carol", "alice") with { MayMake = false })).Duplicate);
    }

    [Fact]
    public async Task Users_of_whom_one_blocks_the_other_do_not_write_to_or_add_each_other()
    {
        await CommitAsync(Create("alice", Staff), Open("alice", "bob"));
        var room = DirectRooms.NameOf("alice", "bob");
        var id = await PostedAsync("bob", room: room);
        await CommitAsync(Block("alice", "bob"));
        var heads = await HeadAsync(room);

        foreach (var user in new[] { "alice", "bob" })
        {
            await RefusedAsync(ChatErrorCodes.Forbidden, Post(user, NewId(), room: room));
            await RefusedAsync(ChatErrorCodes.Forbidden, React(user, id, room: room));
        }
        await RefusedAsync(ChatErrorCodes.Forbidden, Edit("bob", id, "other", room));
        Assert.True((await CommitAsync(Post("bob", id, room: room))).Duplicate);
        await RefusedAsync(ChatErrorCodes.Forbidden, Add("alice", "bob"));
        await RefusedAsync(ChatErrorCodes.Forbidden, Create("bob", "other", RoomKinds.Private, "carol", "alice"));
        Assert.Equal(heads, await HeadAsync(room));
        foreach (var user in new[] { "alice", "bob" })
            Assert.True(await Rooms.IsBlockedInAsync(room, user, Cancel));
        await CommitAsync(Block("alice", "bob", on: false));
        Assert.False(await Rooms.IsBlockedInAsync(room, "bob", Cancel));
        await PostedAsync("bob", room: room);
    }

    [Fact]
    public async Task Direct_rooms_count_for_the_user_who_opens_them_and_blocks_have_a_limit()
    {
        await CommitAsync(Open("alice", "bob") with { MostMade = 1 }, Leave("alice", DirectRooms.NameOf("alice", "bob")));
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Open("alice", "carol") with { MostMade = 1 });
        Assert.Null((await CommitAsync(Open("alice", "bob") with { MostMade = 1 })).RefusalCode);

        await CommitAsync([.. Enumerable.Range(0, ChatLimits.Blocks).Select(n => Block("dave", $"user{n}"))]);
        await RefusedAsync(ChatErrorCodes.TooManyBlocks, Block("dave", "one"));
        // Regression: the repeat of a block was refused at the limit.
        Assert.Null((await CommitAsync(Block("dave", "user7"))).RefusalCode);
        await CommitAsync(Block("dave", "user7", on: false));
        Assert.Null((await CommitAsync(Block("dave", "one"))).RefusalCode);
    }

    [Fact]
    public async Task Blocks_are_listed_by_user_id_with_the_names_that_the_user_may_know()
    {
        await CommitAsync(
            Join("alice"), Join("carol"), Join("dave", "elsewhere"), new SetProfileCommand("erin") { Name = "Erin" }, Join("erin"));
        await CommitAsync([.. ((string[])["erin", "Zoe", "dave", "carol"]).Select(other => Block("alice", other)), Block("carol", "dave")]);

        var first = await Users.ReadBlocksAsync("alice", null, 3, Cancel);
        var rest = await Users.ReadBlocksAsync("alice", first.Blocks[^1].UserId, 3, Cancel);

        Assert.Equal((true, false), (first.HasMore, rest.HasMore));
        Assert.Equal(
            [new("Zoe", null, Now), new("carol", "The carol", Now), new("dave", null, Now), new StoredBlock("erin", "Erin", Now)],
            first.Blocks.Concat(rest.Blocks));
        await CommitAsync(Block("alice", "carol", on: false));
        Assert.Equal(2, (await Users.ReadBlocksAsync("alice", "Zoe", 10, Cancel)).Blocks.Length);
        Assert.Empty((await Users.ReadBlocksAsync("bob", null, 10, Cancel)).Blocks);
    }

    [Fact]
    public async Task A_member_reports_a_message_and_a_repeat_replaces_the_reason()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        var id = await PostedAsync("alice");
        ReportCommand Report(string user, string reason, string? messageId = null) => new(Lobby, User(user), messageId ?? id, reason);

        await CommitAsync([Report("bob", "spam"), Report("bob", "worse"), Report("alice", "mine")]);

        await RefusedAsync(ChatErrorCodes.NotAMember, Report("mallory", "spam"));
        await RefusedAsync(ChatErrorCodes.MessageNotFound, Report("bob", "spam", NewId()));
        // It fails if another report of bob is still there.
        await RunAsync("DELETE FROM reports WHERE user_id = 'bob' AND sequence = 1 AND reason = 'worse'");
        await RunAsync("INSERT INTO reports SELECT room_id, sequence, 'bob', 'new', 1 FROM reports WHERE user_id = 'alice'");
    }
}
