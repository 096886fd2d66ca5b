using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

/// <summary>Making rooms of a kind, and making other users their members, up to the limits.</summary>
public abstract partial class MessageStoreConformance
{
    private static CreateCommand Create(string user, string room = Staff, string kind = RoomKinds.Private, params string[] members) =>
        new(room, User(user), kind) { Members = members };

    private static InviteCommand Add(string user, string target, string role = RoomRoles.Member, string room = Staff) =>
        new(room, User(user), target, role);

    [Fact]
    public async Task A_room_is_made_with_its_members_and_a_repeat_answers_the_same()
    {
        var made = await CommitAsync(Create("alice", Staff, RoomKinds.Private, "bob", "alice", "bob"));
        var again = await CommitAsync(Create("alice", Staff, RoomKinds.Private, "carol"));

        Assert.Equal(new() { Role = RoomRoles.Owner }, made);
        Assert.Equal(made with { Duplicate = true }, again);
        var members = (await Rooms.ReadMembersAsync(Staff, "bob", 10, Cancel))!.Value;
        Assert.Equal(
            [("The alice", RoomRoles.Owner), ("bob", RoomRoles.Member)], members.Members.Select(member => (member.Name, member.Role)));
        Assert.Equal(2, members.MemberCount);
        await RefusedAsync(ChatErrorCodes.RoomExists, Create("alice", Staff, RoomKinds.Public));
        await RefusedAsync(ChatErrorCodes.RoomExists, Create("bob"));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("mallory", Staff));
        await PostedAsync("bob", room: Staff);
        Assert.Equal(RoomRoles.Owner, (await CommitAsync(Create("bob", "hall", RoomKinds.Public))).Role);
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("mallory", "hall"))).Role);
    }

    [Fact]
    public async Task A_join_of_a_member_with_another_name_does_not_make_an_outsider_a_member()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        var renamed = Join("bob") with { User = new() { UserId = "bob", Name = "Robert" }, MustBeMember = true };

        Assert.Equal(RoomRoles.Member, (await CommitAsync(renamed)).Role);

        await CommitAsync(Kick("alice", "bob"));
        await RefusedAsync(ChatErrorCodes.NotAMember, renamed);
        Assert.Equal(RoomRoles.Member, (await CommitAsync(renamed with { MustBeMember = false })).Role);
    }

    [Fact]
    public async Task A_room_counts_for_the_user_who_creates_it_and_a_free_one_takes_the_new_kind()
    {
        await CommitAsync(Make("bob", "one"), Leave("bob", "one"));

        Assert.Null((await CommitAsync(Create("alice", "one") with { MostMade = 1 })).RefusalCode);

        await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("bob", "one"));
        await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Create("alice", "two") with { MostMade = 1 });
        await RefusedAsync(ChatErrorCodes.Forbidden, Create("bob", "three") with { MayMake = false });
        Assert.Equal(0, await HeadAsync("three"));
    }

    /// <summary>Regression: on PostgreSQL two nodes counted the rooms of a user at the same time.</summary>
    [Fact]
    public async Task A_user_enters_so_many_rooms_by_batches_that_are_stored_at_once()
    {
        string[] names = [.. Enumerable.Range(0, 24).Select(n => $"room{n}")];
        await CommitAsync([.. names.Select(name => Join("alice", name))]);
        var limits = new MembershipLimits(RoomsPerUser: 5, MembersPerRoom: 10);

        var batches = names.Select(name => Messages.CommitAsync([Join("bob", name) with { Limits = limits }], Now, Cancel));
        var results = await Task.WhenAll(batches);

        Assert.Equal(5, results.Count(batch => batch.Results[0].RefusalCode is null));
    }

    /// <summary>Regression: a user who could make no room in any case learned which names of private rooms are taken.</summary>
    [Fact]
    public async Task A_user_at_a_limit_does_not_learn_that_a_name_is_taken()
    {
        var limits = new MembershipLimits(RoomsPerUser: 1, MembersPerRoom: 2);
        await CommitAsync(Create("alice"), Create("bob", "one"));

        foreach (var room in (string[])[Staff, Nowhere])
        {
            await RefusedAsync(ChatErrorCodes.TooManyRoomsMade, Create("bob", room) with { MostMade = 1 });
            await RefusedAsync(ChatErrorCodes.TooManyRooms, Create("bob", room) with { Limits = limits });
            await RefusedAsync(ChatErrorCodes.RoomFull, Create("carol", room, RoomKinds.Private, "d", "e") with { Limits = limits });
        }
        await RefusedAsync(ChatErrorCodes.RoomExists, Create("bob") with { MostMade = 2 });
        await RefusedAsync(ChatErrorCodes.RoomExists, Create("carol") with { Limits = limits });
    }

    [Fact]
    public async Task Owners_and_moderators_add_members_with_lower_roles_and_no_banned_ones()
    {
        await CommitAsync(Create("alice", Staff, RoomKinds.Private, "bob"));

        // A private room has a change of the member and a message for each.
        Assert.Equal(new() { Role = RoomRoles.Moderator, Revision = 2 }, await CommitAsync(Add("alice", "carol", RoomRoles.Moderator)));
        Assert.Equal(new() { Role = RoomRoles.Member, Revision = 4 }, await CommitAsync(Add("carol", "dave")));
        Assert.Equal(
            new() { Role = RoomRoles.Member, Revision = 4, Duplicate = true }, await CommitAsync(Add("alice", "dave", RoomRoles.Owner)));
        await RefusedAsync(ChatErrorCodes.Forbidden, Add("carol", "erin", RoomRoles.Moderator));
        await RefusedAsync(ChatErrorCodes.Forbidden, Add("bob", "erin"));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Add("erin", "erin"));
        await CommitAsync([Ban("alice", "erin", Staff)]);
        await RefusedAsync(ChatErrorCodes.Banned, Add("alice", "erin"));
        await CommitAsync([Kick("alice", "dave", Staff)]);
        Assert.Equal(new() { Role = RoomRoles.Member, Revision = 8 }, await CommitAsync(Add("alice", "dave")));
        await PostedAsync("dave", room: Staff);
    }

    [Fact]
    public async Task A_room_takes_so_many_members_and_a_user_enters_so_many_rooms()
    {
        var limits = new MembershipLimits(RoomsPerUser: 2, MembersPerRoom: 3);
        JoinCommand Enter(string user, string room) => Join(user, room) with { Limits = limits };
        await RefusedAsync(ChatErrorCodes.RoomFull, Create("alice", "full", RoomKinds.Private, "b", "c", "d") with { Limits = limits });
        Assert.Equal(0, await HeadAsync("full"));

        var batch = await CommitAsync(
            Enter("alice", "one"), Enter("alice", "two"), Enter("alice", "three"), Enter("bob", "one"), Enter("carol", "one"),
            Enter("dave", "one"), Leave("carol", "one"), Enter("dave", "one"), Enter("alice", "one"));

        Assert.Equal(
            [null, null, ChatErrorCodes.TooManyRooms, null, null, ChatErrorCodes.RoomFull, null, null, null],
            batch.Results.Select(result => result.RefusalCode));
        await RefusedAsync(ChatErrorCodes.TooManyRooms, Enter("alice", "four"));
        await RefusedAsync(ChatErrorCodes.RoomFull, Enter("erin", "one"));
        await RefusedAsync(ChatErrorCodes.RoomFull, Add("alice", "erin", room: "one") with { Limits = limits });
        await CommitAsync(Create("frank", "five"));
        await RefusedAsync(ChatErrorCodes.TooManyRooms, Add("frank", "alice", room: "five") with { Limits = limits });
    }
}
