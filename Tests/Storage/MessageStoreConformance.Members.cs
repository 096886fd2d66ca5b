using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    private static MuteCommand Mute(string user, string target, long? until, string room = Lobby) => new(room, User(user), target, until);

    [Fact]
    public async Task A_changed_role_takes_a_revision_and_is_read_by_everyone_as_it_was_announced()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol")]);

        var batch = await CommitAsync(
        [
            SetRole("alice", "bob", RoomRoles.Moderator),
            SetRole("alice", "carol", RoomRoles.Owner),
            SetRole("alice", "bob", RoomRoles.Owner),
            SetRole("alice", "bob", RoomRoles.Owner),
        ]);

        Assert.Equal([1, 2, 3, 3], batch.Results.Select(result => result.Revision));
        Assert.Equal([false, false, false, true], batch.Results.Select(result => result.Duplicate));
        var update = Assert.Single(batch.Updates);
        Assert.Equal((0, 3, 0), (update.After, update.Through, update.Messages.Length));
        string[] expected = ["carol owner@2", "bob owner@3"];
        Assert.Equal(expected, Shown(update.Members));
        Assert.Equal(expected, Shown((await UpdatesAsync()).Members));
        Assert.Equal(expected, Shown((await Messages.ReadUpdatesAsync(Lobby, "alice", 0, 100, Cancel))!.Value.Members));
        Assert.Equal(["bob owner@3"], Shown((await UpdatesAsync(after: 2)).Members));
        Assert.Equal("The bob", update.Members![1].Name);
        Assert.Equal(3, await HeadAsync());
    }

    [Fact]
    public async Task The_end_of_a_membership_is_a_change_of_the_member_with_the_last_name_and_role()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol"), SetRole("alice", "bob", RoomRoles.Moderator)]);
        await CommitAsync(new JoinCommand(Lobby, new() { UserId = "bob", Name = "Robert" }));

        await CommitAsync([Leave("bob"), Ban("alice", "carol")]);

        var page = await UpdatesAsync(after: 1);
        Assert.Equal(["bob moderator left@2", "carol member banned@3"], Shown(page.Members));
        Assert.Equal("Robert", page.Members[0].Name);
        Assert.Equal([2, 3], page.Removals.Select(removal => removal.Revision));
        Assert.Equal(["bob moderator left@2"], Shown((await UpdatesAsync(after: 0, limit: 1)).Members));
        Assert.Equal(2, (await UpdatesAsync(after: 0, limit: 1)).Through);
    }

    [Fact]
    public async Task Of_a_user_who_joined_again_the_newest_change_is_read_and_each_removal()
    {
        await CommitAsync([Join("alice"), Join("bob"), Kick("alice", "bob")]);
        await CommitAsync([Join("bob"), SetRole("alice", "bob", RoomRoles.Moderator)]);
        await CommitAsync([Kick("alice", "bob"), Join("bob"), SetRole("alice", "bob", RoomRoles.Moderator), Leave("bob")]);

        var page = await UpdatesAsync();

        Assert.Equal(["bob moderator left@7"], Shown(page.Members));
        Assert.Equal([1, 4, 7], page.Removals.Select(removal => removal.Revision));
    }

    /// <summary>
    /// Regression: a user who left and joined again was shown as gone for ever; and then, by members with a cursor after the leave, until
    /// their next join.
    /// </summary>
    [Fact]
    public async Task A_user_who_joined_again_takes_the_place_of_the_one_who_left()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol")]);
        await CommitAsync([Leave("bob"), Leave("carol")]);

        var batch = await CommitAsync([Join("bob"), Join("dave"), Join("bob")]);

        Assert.Equal([3, 3, 3], batch.Results.Select(result => result.Revision));
        Assert.Equal(["bob member@3"], Shown(Assert.Single(batch.Updates).Members));
        var page = await UpdatesAsync();
        Assert.Equal(["carol member left@2", "bob member@3"], Shown(page.Members));
        Assert.Equal([1, 2], page.Removals.Select(removal => removal.Revision));
        // The same after a server of the version before, which gave the return no revision.
        await RunAsync("UPDATE members SET revision = NULL");
        Assert.Equal(["carol member left@2"], Shown((await UpdatesAsync()).Members));
    }

    /// <summary>Regression: a member ended a mute by leaving and joining again.</summary>
    [Theory]
    [InlineData(RoomRemovalCodes.Left)]
    [InlineData(RoomRemovalCodes.Kicked)]
    [InlineData(RoomRemovalCodes.Banned)]
    public async Task A_mute_goes_on_when_the_member_is_a_member_again(string code)
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol"), Mute("alice", "bob", Now + 1_000)]);
        RoomCommand end = code switch
        {
            RoomRemovalCodes.Left => Leave("bob"),
            RoomRemovalCodes.Kicked => Kick("alice", "bob"),
            _ => Ban("alice", "bob"),
        };
        await CommitAsync([end]);
        await RefusedAsync(ChatErrorCodes.MemberNotFound, Mute("alice", "bob", null));

        RoomCommand enter = end is LeaveCommand ? Join("bob") : Add("alice", "bob", room: Lobby);
        var batch = await CommitAsync([Unban("alice", "bob"), enter]);

        Assert.Equal(Now + 1_000, Assert.Single(Assert.Single(batch.Updates).Members!).MutedUntil);
        Assert.Equal(Now + 1_000, Assert.Single((await UpdatesAsync()).Members).MutedUntil);
        await RefusedAsync(ChatErrorCodes.Muted, Post("bob", NewId()), Now + 999);
        // Also over a second end, in one batch.
        var again = await CommitAsync(Leave("bob"), Join("bob"), Post("bob", NewId()));
        Assert.Equal(ChatErrorCodes.Muted, again.Results[2].RefusalCode);
        Assert.Null((await CommitAsync(Post("bob", NewId()), Now + 1_000)).RefusalCode);
        await CommitAsync([Mute("alice", "bob", null), Leave("bob"), Join("bob")]);
        await PostedAsync("bob");
    }

    [Fact]
    public async Task A_mute_ends_with_the_room()
    {
        await CommitAsync([Join("alice"), Join("bob"), Mute("alice", "bob", Now + 1), Leave("bob"), Leave("alice")]);

        await CommitAsync([Join("carol"), Join("bob")]);

        await PostedAsync("bob");
    }

    [Fact]
    public async Task A_database_of_the_version_before_keeps_its_removals_and_takes_mutes()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol"), Mute("alice", "bob", Now + 1), Leave("carol")]);
        await RunAsync(WithoutKeptMutes);

        await Messages.MigrateAsync(Cancel);

        Assert.Equal(["bob member@1", "carol member left@2"], Shown((await UpdatesAsync()).Members));
        await CommitAsync([Join("carol"), Leave("bob"), Join("bob")]);
        await PostedAsync("carol");
        await RefusedAsync(ChatErrorCodes.Muted, Post("bob", NewId()));
    }

    /// <summary>SQL that makes the database one of the version before the mutes of former members.</summary>
    private protected abstract string WithoutKeptMutes { get; }

    /// <summary>Regression: PostgreSQL wrote the member before it lifted the ban, and so did not write it.</summary>
    [Fact]
    public async Task A_user_whose_ban_is_lifted_joins_in_the_same_batch()
    {
        await CommitAsync([Join("alice"), Ban("alice", "bob")]);

        await CommitAsync([Unban("alice", "bob"), Join("bob"), Post("bob", NewId())]);

        Assert.NotNull(await Rooms.FindMemberAsync(Lobby, "bob", Cancel));
    }

    /// <summary>Regression: the owner who follows was chosen without a revision, so members learned of it with their next join.</summary>
    [Theory]
    [InlineData("bob owner@4", "bob")]
    [InlineData("carol owner@5", "")]
    public async Task The_owner_who_follows_one_who_leaves_is_a_change_of_the_member(string expected, string moderator)
    {
        await CommitAsync([Join("alice"), Join("bob")]);
        await CommitAsync(Join("carol"), Now - 1);
        await CommitAsync(moderator == "" ? [Post("alice", NewId()), Post("bob", NewId()), Leave("bob")]
            : [SetRole("alice", "bob", RoomRoles.Moderator), Post("carol", NewId())]);

        var batch = await CommitAsync([Leave("alice")]);

        var update = Assert.Single(batch.Updates);
        Assert.True(update.IsHollow());
        Assert.Equal(update.Through, await HeadAsync());
        Assert.Equal(expected, Shown((await UpdatesAsync(update.Through - 1)).Members).Single());
        Assert.Equal(RoomRoles.Owner, (await Rooms.FindMemberAsync(Lobby, expected.Split(' ')[0], Cancel))?.Member.Role);
        Assert.Equal(new() { Sequence = update.Through + 1, Revision = update.Through + 1, PostedAt = Now },
            await CommitAsync(Post("carol", NewId())));
    }

    [Fact]
    public async Task A_mute_is_a_change_of_the_member_and_outlives_a_change_of_the_role()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol")]);

        Assert.Equal(new() { Revision = 1 }, await CommitAsync(Mute("alice", "bob", Now + 1)));
        Assert.Equal(new() { Revision = 1, Duplicate = true }, await CommitAsync(Mute("alice", "bob", Now + 1)));
        var batch = await CommitAsync([SetRole("alice", "bob", RoomRoles.Moderator)]);
        Assert.Equal(Now + 1, Assert.Single(Assert.Single(batch.Updates).Members!).MutedUntil);
        Assert.Equal(Now + 1, Assert.Single((await UpdatesAsync()).Members).MutedUntil);
        Assert.Equal(new() { Revision = 2, Duplicate = true }, await CommitAsync(Mute("alice", "bob", null), Now + 1));
        Assert.Equal(new() { Revision = 3 }, await CommitAsync(Mute("alice", "bob", Now)));
        Assert.Equal(["bob moderator@3"], Shown((await UpdatesAsync()).Members));
        Assert.Null(Assert.Single((await UpdatesAsync()).Members).MutedUntil);

        await RefusedAsync(ChatErrorCodes.Forbidden, Mute("carol", "bob", Now + 1));
        await RefusedAsync(ChatErrorCodes.Forbidden, Mute("bob", "alice", Now + 1));
        await RefusedAsync(ChatErrorCodes.MemberNotFound, Mute("alice", "nobody", Now + 1));
        await RefusedAsync(ChatErrorCodes.NotAMember, Mute("mallory", "bob", Now + 1));
    }

    [Fact]
    public async Task An_end_of_a_membership_that_an_older_server_stored_has_the_id_for_a_name()
    {
        await CommitAsync([Join("alice"), Join("bob"), Leave("bob")]);
        await RunAsync("UPDATE removals SET name = NULL, role = NULL");

        var member = Assert.Single((await UpdatesAsync()).Members);

        Assert.Equal(("bob", "bob", RoomRoles.Member), (member.UserId, member.Name, member.Role));
    }

    private static string[] Shown(ChangedMember[]? members) => [.. (members ?? []).Select(member =>
        $"{member.UserId} {member.Role}{(member.Left is null ? "" : $" {member.Left}")}@{member.Revision}")];
}
