using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task A_removal_takes_a_revision_of_its_own_between_the_messages()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol"), Join("dave")]);
        var (one, two) = (NewId(), NewId());

        var batch = await CommitAsync(
        [
            Post("bob", one, "one"),
            Kick("alice", "bob"),
            Post("bob", NewId()),
            Leave("carol"),
            Post("alice", two, "two"),
            Ban("alice", "dave"),
        ]);

        Assert.Equal([null, null, ChatErrorCodes.NotAMember, null, null, null], batch.Results.Select(result => result.RefusalCode));
        Assert.Equal([1, 2, 0, 3, 4, 5], batch.Results.Select(result => result.Revision));
        var page = await UpdatesAsync();
        Assert.Equal([(one, 1), (two, 4)], page.Messages.Select(message => (message.MessageId, message.Revision)));
        Assert.Equal((5, 5), (page.Through, page.Head));
        Assert.Equal(
            [new(2, "bob", RoomRemovalCodes.Kicked), new(3, "carol", RoomRemovalCodes.Left), new(5, "dave", RoomRemovalCodes.Banned)],
            page.Removals);
    }

    [Fact]
    public async Task A_batch_that_removes_makes_the_room_read_and_leaves_other_rooms_alone()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("alice", "other")]);

        var batch = await CommitAsync([Post("bob", NewId()), Kick("alice", "bob"), Post("alice", NewId(), room: "other")]);

        Assert.Equal(2, batch.Updates.Count);
        var lobby = batch.Updates.Single(update => update.Room == Lobby);
        Assert.Equal((0, 2), (lobby.After, lobby.Through));
        Assert.Empty(lobby.Messages);
        Assert.Single(batch.Updates.Single(update => update.Room == "other").Messages);
    }

    [Fact]
    public async Task A_message_changed_in_a_batch_with_a_removal_is_read_once_at_its_newest_revision()
    {
        await CommitAsync([Join("alice"), Join("bob")]);
        var id = NewId();

        await CommitAsync([Post("alice", id, "a"), Kick("alice", "bob"), Edit("alice", id, "b")]);

        var page = await UpdatesAsync();
        Assert.Equal((1, 3, "b"), page.Messages.Select(message => (message.Sequence, message.Revision, message.Text)).Single());
        Assert.Equal(2, Assert.Single(page.Removals).Revision);
    }

    [Fact]
    public async Task A_page_brings_the_removals_it_covers_and_no_others()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol")]);
        await CommitAsync(
            [Post("alice", NewId()), Kick("alice", "bob"), Post("alice", NewId()), Post("alice", NewId()), Kick("alice", "carol")]);

        var first = await UpdatesAsync(limit: 2);
        var second = await UpdatesAsync(first.Through, limit: 2);

        Assert.Equal((3, "bob"), (first.Through, Assert.Single(first.Removals).UserId));
        Assert.Equal((5, "carol"), (second.Through, Assert.Single(second.Removals).UserId));
        Assert.Empty((await UpdatesAsync(5)).Removals);
    }

    [Fact]
    public async Task A_kicked_user_may_rejoin_and_a_banned_one_only_after_the_ban_is_lifted()
    {
        await CommitAsync([Join("alice"), Join("bob")]);

        Assert.Equal(new() { Revision = 1 }, await CommitAsync(Kick("alice", "bob")));
        Assert.Equal(new() { Revision = 1, Duplicate = true }, await CommitAsync(Kick("alice", "bob")));
        Assert.Null(await Rooms.FindMemberAsync(Lobby, "bob", Cancel));
        Assert.Equal(new() { Revision = 2, Role = RoomRoles.Member }, await CommitAsync(Join("bob")));
        Assert.Equal(2, (await Rooms.FindMemberAsync(Lobby, "bob", Cancel))?.Head);

        Assert.Equal(new() { Revision = 3 }, await CommitAsync(Ban("alice", "bob")));
        Assert.Equal(new() { Revision = 3, Duplicate = true }, await CommitAsync(Ban("alice", "bob")));
        await RefusedAsync(ChatErrorCodes.Banned, Join("bob"));
        await RefusedAsync(ChatErrorCodes.NotAMember, Post("bob", NewId()));

        Assert.Equal(new() { Revision = 3 }, await CommitAsync(Unban("alice", "bob")));
        Assert.Equal(new() { Revision = 3, Duplicate = true }, await CommitAsync(Unban("alice", "bob")));
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("bob"))).Role);
    }

    [Fact]
    public async Task A_cursor_from_before_the_end_of_a_membership_does_not_restore_it()
    {
        await CommitAsync([Join("alice"), Join("bob"), Post("bob", NewId()), Kick("alice", "bob"), Post("alice", NewId())]);

        foreach (var cursor in (long[])[0, 1, 2])
            await RefusedAsync(ChatErrorCodes.NotAMember, Join("bob") with { After = cursor });
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("carol") with { After = 1 })).Role);
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("bob"))).Role);
        Assert.Equal(new() { Revision = 4, Role = RoomRoles.Member, Duplicate = true }, await CommitAsync(Join("bob") with { After = 1 }));
    }

    [Fact]
    public async Task A_user_can_be_banned_before_the_first_join_and_configuration_changes_nothing()
    {
        await Messages.ProvisionAsync("staff", [User("alice"), User("bob")], Now);

        Assert.Equal(new(), await CommitAsync(Ban("alice", "mallory", "staff")));
        // A private room announces it first.
        Assert.Equal(new() { Revision = 2 }, await CommitAsync(Ban("alice", "bob", "staff")));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("mallory", "staff"));
        await Messages.ProvisionAsync("staff", [User("alice"), User("bob"), User("mallory")], Now);

        var page = await Rooms.ReadMembersAsync("staff", "alice", 10, Cancel);
        Assert.Equal(["alice"], page!.Value.Members.Select(member => member.UserId));
    }

    [Fact]
    public async Task An_end_of_a_membership_after_which_there_was_another_is_forgotten_after_a_day()
    {
        const long Day = 24 * 60 * 60 * 1000;
        await CommitAsync([Join("alice"), Join("bob"), Join("carol"), Leave("carol")]);
        await CommitAsync(Leave("bob"));
        foreach (var now in (long[])[Now + 1, Now + Day, Now + Day + 1])
        {
            await CommitAsync(Join("bob"), now);
            await CommitAsync(Leave("bob"), now);
        }

        // Bob's first removal is gone. That of the next millisecond is exactly a day old and remains. Carol has no newer one.
        Assert.Equal(
            [(1, "carol"), (4, "bob"), (6, "bob"), (8, "bob")],
            (await UpdatesAsync()).Removals.Select(removal => (removal.Revision, removal.UserId)));
        Assert.Equal(8, await HeadAsync());
        foreach (var cursor in (long[])[0, 2, 8])
            await RefusedAsync(ChatErrorCodes.NotAMember, Join("bob") with { After = cursor });
        await RefusedAsync(ChatErrorCodes.NotAMember, Join("carol") with { After = 1 });
        await CommitAsync(Post("alice", NewId()));
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("bob") with { After = 9 })).Role);
    }

    [Theory]
    [InlineData("alice", "bob moderator, carol owner, dave member", false)]
    [InlineData("alice, carol", "bob owner, dave member", false)]
    [InlineData("alice, carol, bob", "dave owner", false)]
    [InlineData("alice, carol, bob, dave", "", false)]
    [InlineData("alice, carol", "bob owner, dave member", true)]
    public async Task A_moderator_or_else_the_oldest_member_becomes_owner_when_the_last_owner_leaves(
        string leaving, string expected, bool inOneBatch)
    {
        await Messages.ProvisionAsync("staff", [User("alice")], Now);
        foreach (var (id, later) in (IEnumerable<(string, long)>)[("dave", 1), ("carol", 2), ("bob", 3)])
            await Messages.ProvisionAsync("staff", [User("alice"), User(id)], Now + later);
        await CommitAsync([SetRole("alice", "carol", RoomRoles.Owner, "staff"), SetRole("alice", "bob", RoomRoles.Moderator, "staff")]);

        RoomCommand[] leaves = [.. leaving.Split(", ").Select(user => Leave(user, "staff"))];
        RoomCommand[][] batches = inOneBatch ? [leaves] : [.. leaves.Select(leave => new[] { leave })];
        foreach (var batch in batches)
            await CommitAsync(batch);

        var left = new List<string>();
        foreach (var id in (string[])["bob", "carol", "dave"])
        {
            if (await Rooms.FindMemberAsync("staff", id, Cancel) is { } found)
                left.Add($"{id} {found.Member.Role}");
        }
        Assert.Equal(expected, string.Join(", ", left));
    }

    [Fact]
    public async Task Joins_and_leaves_in_the_batch_of_the_owners_leave_count_as_they_end()
    {
        await CommitAsync([Join("alice"), Join("bob"), SetRole("alice", "bob", RoomRoles.Moderator)]);
        await CommitAsync(Join("carol"), Now + 1);

        await CommitAsync([Kick("alice", "bob"), Leave("alice"), Join("alice"), Join("dave")]);

        var members = (await Rooms.ReadMembersAsync(Lobby, "alice", 10, Cancel))!.Value.Members;
        Assert.Equal(["alice owner", "carol member", "dave member"], members.Select(member => $"{member.UserId} {member.Role}"));
    }

    [Theory]
    [InlineData("owner", "owner", ChatErrorCodes.Forbidden)]
    [InlineData("owner", "moderator", null)]
    [InlineData("owner", "member", null)]
    [InlineData("moderator", "owner", ChatErrorCodes.Forbidden)]
    [InlineData("moderator", "moderator", ChatErrorCodes.Forbidden)]
    [InlineData("moderator", "member", null)]
    [InlineData("moderator", "stranger", null)]
    [InlineData("member", "member", ChatErrorCodes.Forbidden)]
    [InlineData("member", "stranger", ChatErrorCodes.Forbidden)]
    [InlineData("stranger", "member", ChatErrorCodes.NotAMember)]
    public async Task No_user_acts_on_an_equal_or_a_higher_role(string actor, string target, string? refusal)
    {
        foreach (var make in (Func<RoomCommand>[])[() => Kick("actor", "target"), () => Ban("actor", "target")])
        {
            await CommitAsync(
                [Join("alice"), Unban("alice", "target"), Join("actor"), Join("target"), SetRole("alice", "actor", RoomRoles.Member)]);
            await CommitAsync(
            [
                actor == "stranger" ? Leave("actor") : SetRole("alice", "actor", actor),
                target == "stranger" ? Leave("target") : SetRole("alice", "target", target),
            ]);

            Assert.Equal(refusal, (await CommitAsync(make())).RefusalCode);
            Assert.Equal(refusal is not null && target != "stranger", await Rooms.FindMemberAsync(Lobby, "target", Cancel) is not null);
        }
        await CommitAsync([Ban("alice", "someone")]);
        Assert.Equal(
            actor switch { "stranger" => ChatErrorCodes.NotAMember, "member" => ChatErrorCodes.Forbidden, _ => null },
            (await CommitAsync(Unban("actor", "someone"))).RefusalCode);
    }

    [Fact]
    public async Task Owners_give_roles_and_a_room_keeps_an_owner()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol")]);

        await RefusedAsync(ChatErrorCodes.Forbidden, SetRole("bob", "carol", RoomRoles.Moderator));
        await RefusedAsync(ChatErrorCodes.MemberNotFound, SetRole("alice", "nobody", RoomRoles.Moderator));
        await RefusedAsync(ChatErrorCodes.LastOwner, SetRole("alice", "alice", RoomRoles.Member));
        await RefusedAsync(ChatErrorCodes.NotAMember, SetRole("stranger", "bob", RoomRoles.Member));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, SetRole("alice", "bob", RoomRoles.Member, "nowhere"));

        Assert.Equal(new() { Revision = 1 }, await CommitAsync(SetRole("alice", "bob", RoomRoles.Owner)));
        Assert.Equal(new() { Revision = 1, Duplicate = true }, await CommitAsync(SetRole("alice", "bob", RoomRoles.Owner)));
        await RefusedAsync(ChatErrorCodes.Forbidden, SetRole("alice", "bob", RoomRoles.Member));
        Assert.Equal(new() { Revision = 2 }, await CommitAsync(SetRole("alice", "alice", RoomRoles.Moderator)));

        var members = (await Rooms.ReadMembersAsync(Lobby, "bob", 10, Cancel))!.Value.Members;
        Assert.Equal(["alice moderator", "bob owner", "carol member"], members.Select(member => $"{member.UserId} {member.Role}"));
    }
}
