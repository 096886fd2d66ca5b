using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

/// <summary>The number of rooms that a user may create, and when a room no longer counts.</summary>
public abstract partial class MessageStoreConformance
{
    private const long Day = 24 * 60 * 60 * 1000;

    private static JoinCommand Make(string user, string room, int most = 2) => Join(user, room) with { MostMade = most };

    [Fact]
    public async Task A_user_makes_rooms_up_to_the_limit_and_joins_those_of_others_beyond_it()
    {
        await CommitAsync(Make("alice", "one"));
        await CommitAsync(Make("alice", "two"));

        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "three"));

        Assert.Equal(["one", "two"], await ListedAsync());
        Assert.Equal(RoomRoles.Owner, (await CommitAsync(Make("bob", "three"))).Role);
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Make("alice", "three"))).Role);
        Assert.True((await CommitAsync(Make("alice", "one"))).Duplicate);
    }

    [Fact]
    public async Task The_limit_counts_the_rooms_that_the_same_batch_makes()
    {
        var batch = await CommitAsync(
            Make("alice", "one"),
            Make("alice", "two"),
            Make("alice", "three"),
            Make("alice", "two"),
            Make("bob", "three"),
            Make("alice", "four"));

        Assert.Equal(
            [null, null, ChatErrorCodes.TooManyRoomsMade, null, null, ChatErrorCodes.TooManyRoomsMade],
            batch.Results.Select(result => result.RefusalCode));
        Assert.Equal(RoomRoles.Owner, batch.Results[4].Role);
        Assert.Equal(["one", "three", "two"], await ListedAsync());
    }

    [Fact]
    public async Task The_limit_holds_for_batches_that_are_stored_at_once()
    {
        var batches = Enumerable.Range(0, 24).Select(n => Messages.CommitAsync([Make("alice", $"room{n}", most: 5)], Now, Cancel));

        var results = await Task.WhenAll(batches);

        Assert.Equal(5, results.Count(batch => batch.Results[0].RefusalCode is null));
        Assert.Equal(5, (await ListedAsync()).Length);
    }

    [Fact]
    public async Task A_room_that_the_last_member_leaves_without_a_message_is_free()
    {
        await CommitAsync(Make("alice", "one", most: 1), Join("bob", "one"), Ban("alice", "carol", "one"));
        await CommitAsync(Leave("bob", "one"));
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "two", most: 1));
        await CommitAsync(Leave("alice", "one"));

        Assert.Empty(await ListedAsync());
        Assert.Equal(new() { Role = RoomRoles.Owner, Revision = 2 }, await CommitAsync(Make("carol", "one", most: 1)));
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("carol", "three", most: 1));
        Assert.Null((await CommitAsync(Make("alice", "two", most: 1))).RefusalCode);
    }

    /// <summary>Regression: a user who made a room, left it and made the next one added a row each time, without a limit.</summary>
    [Fact]
    public async Task A_free_room_counts_for_its_maker_for_a_day()
    {
        await CommitAsync(Make("alice", "one"), Leave("alice", "one"), Make("alice", "two"), Leave("alice", "two"));

        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "three"));
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "three"), Now + Day - 1);
        // A room that counts already can be made again: it adds no row.
        Assert.Equal(RoomRoles.Owner, (await CommitAsync(Make("alice", "one"))).Role);
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "three"));
        // Of these two, one is in use.
        Assert.Equal(RoomRoles.Owner, (await CommitAsync(Make("alice", "three"), Now + Day)).Role);
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "four"), Now + Day);
        Assert.Equal(["one", "three"], await ListedAsync());
    }

    [Fact]
    public async Task The_limit_holds_for_batches_that_make_and_leave_rooms_at_once()
    {
        var batches = Enumerable.Range(0, 24)
            .Select(n => Messages.CommitAsync([Make("alice", $"room{n}", most: 5), Leave("alice", $"room{n}")], Now, Cancel));

        var results = await Task.WhenAll(batches);

        Assert.Equal(5, results.Count(batch => batch.Results[0].RefusalCode is null));
    }

    /// <summary>A free room that another user makes counts for that user and no more for the one before, in one batch as well.</summary>
    [Fact]
    public async Task A_free_room_counts_for_the_user_who_made_it_last()
    {
        await CommitAsync(Make("alice", "one", most: 1), Leave("alice", "one"));

        var batch = await CommitAsync(
            Make("alice", "two", most: 1), Make("bob", "one", most: 1), Make("alice", "two", most: 1), Make("bob", "three", most: 1));

        Assert.Equal(
            [ChatErrorCodes.TooManyRoomsMade, null, null, ChatErrorCodes.TooManyRoomsMade],
            batch.Results.Select(result => result.RefusalCode));
    }

    /// <summary>
    /// Regression: a version that does not know free rooms admits users to one and leaves it marked as free. The next user
    /// to join became its owner, and the list did not show the room.
    /// </summary>
    [Fact]
    public async Task A_room_that_is_marked_free_and_is_not_is_not_made_anew()
    {
        await CommitAsync(Make("alice", "one"), Make("alice", "two"), Join("bob", "two"));
        await CommitAsync(Join("alice", "three"));
        await PostedAsync("alice", room: "three");
        await CommitAsync(Leave("alice", "three"));
        await RunAsync("UPDATE rooms SET is_free = true; UPDATE members SET role = 'member'");

        Assert.Equal(RoomRoles.Member, (await CommitAsync(Make("mallory", "one"))).Role);
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Make("mallory", "three"))).Role);
        Assert.False(await Messages.ProvisionAsync("two", [User("bob")], Now));

        Assert.Equal(["one", "three", "two"], await ListedAsync());
        // It has an owner again, the user who was there first, and its members learn of it.
        Assert.Equal(RoomRoles.Owner, (await Rooms.FindMemberAsync("one", "alice", Cancel))?.Member.Role);
        Assert.Equal(["alice owner@1"], Shown((await UpdatesAsync(room: "one")).Members));
        Assert.Equal(["alice owner@1"], Shown((await UpdatesAsync(room: "two")).Members));
    }

    [Fact]
    public async Task A_room_with_a_message_stays_its_makers()
    {
        await CommitAsync(Make("alice", "one", most: 1));
        var id = await PostedAsync("alice", room: "one");
        await CommitAsync(Delete("alice", id, "one"));
        await CommitAsync(Leave("alice", "one"));

        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "two", most: 1));
        Assert.Equal(["one"], await ListedAsync());
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("bob", "one"))).Role);
    }

    /// <summary>A room that restarted at 0 would hide its first changes from a client with an earlier cursor.</summary>
    [Fact]
    public async Task A_free_name_keeps_its_numbers_so_that_an_old_cursor_misses_nothing()
    {
        await CommitAsync(Join("alice"), Join("bob"), Leave("alice"), Leave("bob"));
        var cursor = await HeadAsync();
        await CommitAsync(Join("carol"));
        await PostedAsync("carol");

        var page = await UpdatesAsync(cursor);

        Assert.Equal((2, 3), (cursor, Assert.Single(page.Messages).Revision));
        await RefusedAsync(ChatErrorCodes.NotAMember, Join("alice") with { After = 1 });
    }

    [Fact]
    public async Task A_room_that_members_left_and_entered_in_one_batch_is_not_free()
    {
        var batch = await CommitAsync(Make("alice", "one", most: 1), Leave("alice", "one"), Join("bob", "one"));

        Assert.Equal(RoomRoles.Owner, (await Rooms.FindMemberAsync("one", "bob", Cancel))?.Member.Role);
        Assert.Null(batch.Results[2].RefusalCode);
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("alice", "two", most: 1));
    }

    [Fact]
    public async Task A_free_name_can_be_provisioned_as_a_private_room_and_one_in_use_cannot()
    {
        await CommitAsync(Join("alice", "staff"), Join("alice", "taken"), Leave("alice", "staff"));

        Assert.True(await Messages.ProvisionAsync("staff", [User("bob")], Now));
        Assert.False(await Messages.ProvisionAsync("taken", [User("bob")], Now));
        // Its owner would read what the configured members write.
        await CommitAsync(Create("mallory", "board", RoomKinds.Private));
        Assert.False(await Messages.ProvisionAsync("board", [User("bob")], Now));
        Assert.Null(await Rooms.FindMemberAsync("board", "bob", Cancel));

        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("alice", "staff"));
        Assert.Null(await Rooms.FindMemberAsync("taken", "bob", Cancel));
        Assert.Null((await CommitAsync(Join("carol", "taken"))).RefusalCode);
        // An empty private room stays private.
        await CommitAsync(Leave("bob", "staff"));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("alice", "staff"));
    }

    [Fact]
    public async Task The_migration_frees_rooms_that_were_empty_before_free_rooms_existed()
    {
        await CommitAsync(
            Join("alice", "left"),
            Join("alice", "used"),
            Join("alice", "posted"),
            Ban("alice", "carol", "left"),
            Ban("alice", "carol", "posted"));
        await PostedAsync("alice", room: "posted");
        await CommitAsync(Leave("alice", "left"), Leave("alice", "posted"));
        await RunAsync(
            "UPDATE rooms SET is_free = false, made_by = NULL, made_at = NULL; "
            + "DELETE FROM schema_versions WHERE scriptname LIKE '0013-%'");
        await RunAsync(
            "INSERT INTO bans (room_id, user_id, banned_by, banned_at) SELECT id, 'carol', 'alice', 1 FROM rooms WHERE name = 'left'");

        await Messages.MigrateAsync(Cancel);

        Assert.Equal(["posted", "used"], await ListedAsync());
        Assert.Equal(RoomRoles.Owner, (await CommitAsync(Join("carol", "left"))).Role);
        await RefusedAsync(ChatErrorCodes.Banned, Join("carol", "posted"));
    }

    private async Task<string[]> ListedAsync() =>
        [.. (await Rooms.ReadRoomsAsync("nobody", null, null, 100, Cancel)).Rooms.Select(room => room.Room)];
}
