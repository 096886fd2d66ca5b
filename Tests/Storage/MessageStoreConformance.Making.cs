using SignalRChat.Contracts;
using SignalRChat.Services.Messages;

namespace SignalRChat.Tests.Storage;

/// <summary>How many rooms a user may make, and when a room is free again.</summary>
public abstract partial class MessageStoreConformance
{
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
            Make("alice", "one"), Make("alice", "two"), Make("alice", "three"), Make("alice", "two"), Make("bob", "three"), Make("alice", "four"));

        Assert.Equal(
            [null, null, ChatErrorCodes.TooManyRoomsMade, null, null, ChatErrorCodes.TooManyRoomsMade], batch.Results.Select(result => result.RefusalCode));
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
        Assert.Null((await CommitAsync(Make("alice", "two", most: 1))).RefusalCode);
        Assert.Equal(new() { Role = RoomRoles.Owner, Revision = 2 }, await CommitAsync(Make("carol", "one", most: 1)));
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Make("carol", "three", most: 1));
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

    /// <summary>A room that began anew at 0 would hide its first changes from a client with a cursor of before.</summary>
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

        Assert.True(await Rooms.ProvisionPrivateRoomAsync("staff", [User("bob")], Now, Cancel));
        Assert.False(await Rooms.ProvisionPrivateRoomAsync("taken", [User("bob")], Now, Cancel));

        await RefusedAsync(ChatErrorCodes.RoomPrivate, Join("alice", "staff"));
        Assert.Null(await Rooms.FindMemberAsync("taken", "bob", Cancel));
        Assert.Null((await CommitAsync(Join("carol", "taken"))).RefusalCode);
        // A private room stays private when it is empty.
        await CommitAsync(Leave("bob", "staff"));
        await RefusedAsync(ChatErrorCodes.RoomPrivate, Join("alice", "staff"));
    }

    private async Task<string[]> ListedAsync() => [.. (await Rooms.ReadRoomsAsync("nobody", null, null, 100, Cancel)).Rooms.Select(room => room.Room)];
}
