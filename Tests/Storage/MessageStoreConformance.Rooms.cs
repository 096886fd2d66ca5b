using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task The_first_who_joins_a_public_room_owns_it()
    {
        Assert.Equal(new() { Role = RoomRoles.Owner }, await CommitAsync(Join("alice")));
        await FilledAsync(2);
        Assert.Equal(new() { Role = RoomRoles.Member, Revision = 2 }, await CommitAsync(Join("bob")));
        Assert.Equal(new() { Role = RoomRoles.Owner, Revision = 2, Duplicate = true }, await CommitAsync(Join("alice")));
        Assert.Equal(RoomRoles.Owner, (await Rooms.FindMemberAsync(Lobby, "alice", Cancel))?.Member.Role);
        Assert.Equal(RoomRoles.Member, (await Rooms.FindMemberAsync(Lobby, "bob", Cancel))?.Member.Role);
        Assert.Null(await Rooms.FindMemberAsync(Lobby, "carol", Cancel));
        Assert.Null(await Rooms.FindMemberAsync("nowhere", "alice", Cancel));
    }

    [Fact]
    public async Task Joining_leaving_and_posting_take_effect_in_the_order_of_the_batch()
    {
        var batch = await CommitAsync(
        [
            Post("alice", NewId()),
            Join("alice"),
            Post("alice", NewId()),
            Leave("alice"),
            Post("alice", NewId()),
            Join("alice"),
            Leave("bob"),
        ]);

        Assert.Equal(
            [ChatErrorCodes.RoomNotFound, null, null, null, ChatErrorCodes.NotAMember, null, null],
            batch.Results.Select(result => result.RefusalCode));
        Assert.Equal([0, 0, 1, 2, 0, 3, 3], batch.Results.Select(result => result.Revision));
        Assert.Equal([false, false, false, false, false, false, true], batch.Results.Select(result => result.Duplicate));
        Assert.Equal(RoomRoles.Member, batch.Results[5].Role);
    }

    [Fact]
    public async Task Of_many_rooms_and_users_each_is_said_to_be_a_member_or_not()
    {
        await CommitAsync([Join("alice"), Join("bob"), new JoinCommand("kitchen", new() { UserId = "bob", Name = "bob" }), Leave("alice")]);

        bool[] are = await Rooms.AreMembersAsync(
            [
                ("kitchen", "bob"),
                (Lobby, "alice"),
                (Lobby, "bob"),
                ("kitchen", "alice"),
                ("nowhere", "bob"),
                (Lobby, "bob"),
                ("a\"b", "\\"),
            ],
            Cancel);

        Assert.Equal([true, false, true, false, false, true, false], are);
        Assert.Empty(await Rooms.AreMembersAsync([], Cancel));
    }

    [Fact]
    public async Task Leaving_again_or_leaving_a_room_that_is_not_there_does_nothing()
    {
        await FilledAsync(1);
        Assert.Equal(new() { Revision = 2 }, await CommitAsync(Leave("alice")));
        Assert.Equal(new() { Revision = 2, Duplicate = true }, await CommitAsync(Leave("alice")));
        Assert.Equal(new() { Duplicate = true }, await CommitAsync(Leave("alice", "nowhere")));
        Assert.Equal(0, await HeadAsync("nowhere"));
        Assert.Empty((await Rooms.ReadRoomsAsync("alice", "nowhere", null, 10, Cancel)).Rooms);
    }

    [Fact]
    public async Task Joining_again_under_another_name_renames_the_member()
    {
        await CommitAsync(Join("alice"));
        await CommitAsync(new JoinCommand(Lobby, new() { UserId = "alice", Name = "Alice B." }));

        Assert.Equal("Alice B.", Assert.Single((await Rooms.ReadMembersAsync(Lobby, "alice", 10, Cancel))!.Value.Members).Name);
    }

    [Fact]
    public async Task A_private_room_takes_only_those_it_was_provisioned_for()
    {
        await Messages.ProvisionAsync("staff", [User("alice"), User("bob")], Now);

        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("mallory", "staff"));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Post("mallory", NewId(), room: "staff"));
        Assert.Equal(new() { Role = RoomRoles.Owner, Duplicate = true }, await CommitAsync(Join("alice", "staff")));
        Assert.Equal(new() { Role = RoomRoles.Member, Duplicate = true }, await CommitAsync(Join("bob", "staff")));
        await PostedAsync("bob", room: "staff");
        await CommitAsync(Leave("bob", "staff"));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("bob", "staff"));
    }

    [Fact]
    public async Task Provisioning_again_adds_members_and_keeps_those_there_are()
    {
        await Messages.ProvisionAsync("staff", [User("alice"), User("bob")], Now);
        await Messages.ProvisionAsync("staff", [User("alice"), User("carol")], Now);

        var members = (await Rooms.ReadMembersAsync("staff", "alice", 10, Cancel))!.Value.Members;
        Assert.Equal(["alice owner", "bob member", "carol member"], members.Select(member => $"{member.UserId} {member.Role}"));
    }

    [Fact]
    public async Task Members_are_read_by_name_up_to_a_limit_with_their_count()
    {
        await CommitAsync([Join("carol"), Join("alice"), Join("bob"), Join("alice", "other")]);

        var page = (await Rooms.ReadMembersAsync(Lobby, "bob", 2, Cancel))!.Value;
        var some = await Rooms.ReadMembersAsync(Lobby, (string[])["carol", "nobody", "alice"], Cancel);

        Assert.Equal(3, page.MemberCount);
        Assert.Equal(["alice", "bob"], page.Members.Select(member => member.UserId));
        Assert.Equal(["alice", "carol"], some.Select(member => member.UserId));
        Assert.Equal(new() { UserId = "carol", Name = "The carol", Role = RoomRoles.Owner }, some[1]);
        Assert.Null(await Rooms.ReadMembersAsync("nowhere", "alice", 2, Cancel));
        Assert.Null(await Rooms.ReadMembersAsync("other", "bob", 2, Cancel));
        Assert.Empty(await Rooms.ReadMembersAsync("nowhere", (string[])["alice"], Cancel));
    }

    [Fact]
    public async Task Members_are_read_in_pages_by_id()
    {
        await CommitAsync([Join("carol"), Join("alice"), Join("bob"), Join("alice", "other")]);

        var first = (await Rooms.ReadMemberPageAsync(Lobby, "bob", null, 2, Cancel))!.Value;
        await CommitAsync(Leave("bob"));
        var second = (await Rooms.ReadMemberPageAsync(Lobby, "alice", "bob", 2, Cancel))!.Value;
        var none = (await Rooms.ReadMemberPageAsync(Lobby, "alice", "carol", 2, Cancel))!.Value;

        Assert.Equal(["alice", "bob"], first.Members.Select(member => member.UserId));
        Assert.Equal((3, true), (first.MemberCount, first.HasMore));
        Assert.Equal(new() { UserId = "carol", Name = "The carol", Role = RoomRoles.Owner }, Assert.Single(second.Members));
        Assert.Equal((2, false), (second.MemberCount, second.HasMore));
        Assert.Empty(none.Members);
        Assert.Null(await Rooms.ReadMemberPageAsync("nowhere", "alice", null, 2, Cancel));
        Assert.Null(await Rooms.ReadMemberPageAsync("other", "bob", null, 2, Cancel));
    }

    /// <summary>Nodes of the version before, and operators, write members without the count.</summary>
    [Fact]
    public async Task The_number_of_members_is_right_after_a_migration_and_after_changes_by_SQL()
    {
        await CommitAsync([Join("carol"), Join("alice"), Join("bob"), Join("alice", "other")]);
        await RunAsync(WithoutMemberCount);
        await Messages.MigrateAsync(Cancel);
        Assert.Equal(3, await CountAsync());

        await RunAsync("DELETE FROM members WHERE user_id = 'bob'");
        await CommitAsync([Join("dave"), Join("erin"), Join("alice", "third"), Leave("dave")]);

        Assert.Equal(3, await CountAsync());
        Assert.Equal(1, await CountAsync("other"));
    }

    private async Task<int> CountAsync(string room = Lobby) => (await Rooms.ReadMembersAsync(room, "alice", 1, Cancel))!.Value.MemberCount;

    [Theory]
    [InlineData(null, "a,a%,a%b,a-b,a_b,ab,b")]
    [InlineData("", "a,a%,a%b,a-b,a_b,ab,b")]
    [InlineData("a", "a,a%,a%b,a-b,a_b,ab")]
    [InlineData("a_", "a_b")]
    [InlineData("a%", "a%,a%b")]
    [InlineData("a-b", "a-b")]
    [InlineData("A", "")]
    [InlineData("c", "")]
    public async Task Rooms_are_found_by_the_beginning_of_their_name_without_wildcards(string? prefix, string expected)
    {
        foreach (var room in (string[])["b", "ab", "a", "a_b", "a%b", "a-b", "a%"])
            await CommitAsync(Join("alice", room));

        var rooms = await Rooms.ReadRoomsAsync("bob", prefix, null, 100, Cancel);

        Assert.Equal(expected, string.Join(',', rooms.Rooms.Select(room => room.Room)));
        Assert.False(rooms.HasMore);
    }

    [Fact]
    public async Task Rooms_come_in_pages_and_private_ones_only_to_their_members()
    {
        foreach (var room in (string[])["a1", "a2", "a4"])
            await FilledAsync(2, room: room);
        await Messages.ProvisionAsync("a3", [User("bob")], Now);

        var first = await Rooms.ReadRoomsAsync("bob", "a", null, 2, Cancel);
        var second = await Rooms.ReadRoomsAsync("bob", "a", "a2", 2, Cancel);
        var stranger = await Rooms.ReadRoomsAsync("alice", null, "a1", 2, Cancel);

        Assert.Equal([new() { Room = "a1", Head = 2 }, new() { Room = "a2", Head = 2 }], first.Rooms);
        Assert.True(first.HasMore);
        Assert.Equal([new() { Room = "a3", IsPrivate = true, IsMember = true }, new() { Room = "a4", Head = 2 }], second.Rooms);
        Assert.False(second.HasMore);
        Assert.Equal(["a2", "a4"], stranger.Rooms.Select(room => room.Room));
        Assert.All(stranger.Rooms, room => Assert.True(room.IsMember));
    }
}
