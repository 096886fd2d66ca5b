using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    private static SetRoomCommand SetRoom(string user, string room = Lobby) => new(room, User(user));

    [Fact]
    public async Task Settings_take_a_revision_and_are_read_by_everyone_as_they_were_announced()
    {
        await CommitAsync([Join("alice"), Post("alice", NewId())]);
        Assert.Null((await UpdatesAsync()).Info);
        Assert.Equal(new RoomInfo(), (await HistoryAsync(null, 10)).Info);

        var first = await CommitAsync([SetRoom("alice") with { Title = "Plans", Data = """{"a":1}""" }, Post("alice", NewId())]);
        Assert.Equal([2, 3], first.Results.Select(result => result.Revision));
        Assert.Equal(
            new() { Title = "Plans", Data = """{"a":1}""", Revision = 2 }, Assert.Single(first.Updates).Info);
        var second = await CommitAsync([new SetRoomCommand(Lobby, User("alice"))
        {
            Data = "",
            Posting = RoomPosting.Moderators,
            SlowModeSeconds = 5,
            MaxMembers = 10,
            Typing = false,
            Presence = RoomPresence.Count,
            RetentionDays = 30,
            IsArchived = true,
        }]);

        var info = new RoomInfo
        {
            Title = "Plans",
            Posting = RoomPosting.Moderators,
            SlowModeSeconds = 5,
            MaxMembers = 10,
            Typing = false,
            Presence = RoomPresence.Count,
            RetentionDays = 30,
            ArchivedAt = Now,
            Revision = 4,
        };
        Assert.Equal(info, Assert.Single(second.Updates).Info);
        Assert.Equal(info, (await UpdatesAsync(after: 3)).Info);
        Assert.Equal(info, (await Messages.ReadUpdatesAsync(Lobby, "alice", 0, 100, Cancel))!.Value.Info);
        Assert.Null((await UpdatesAsync(after: 0, limit: 1)).Info);
        Assert.Null((await UpdatesAsync(after: 4)).Info);
        Assert.Equal(info, (await HistoryAsync(null, 10)).Info);
        Assert.Null((await HistoryAsync(2, 10)).Info);
        Assert.Equal([1, 3], (await UpdatesAsync()).Messages.Select(message => message.Revision));
    }

    [Fact]
    public async Task Settings_that_stay_as_they_are_take_no_revision()
    {
        await CommitAsync([Join("alice"), Join("bob")]);
        Assert.Equal(new() { Duplicate = true }, await CommitAsync(SetRoom("alice")));
        Assert.Equal(new() { Revision = 1 }, await CommitAsync(SetRoom("alice") with { Title = "Plans", IsArchived = true }));

        var batch = await CommitAsync(
            [SetRoom("alice") with { Title = "Plans" }, SetRoom("alice") with { Data = "", IsArchived = true }, SetRoom("alice")]);

        Assert.All(batch.Results, result => Assert.Equal(new() { Revision = 1, Duplicate = true }, result));
        Assert.Empty(batch.Updates);
        await RefusedAsync(ChatErrorCodes.Forbidden, SetRoom("alice") with { Title = "" });
        var more = SetRoom("alice") with { Title = "", IsArchived = false, MaxMembers = 9, RetentionDays = 9 };
        Assert.Equal(new() { Revision = 2 }, await CommitAsync(Service(more)));
        const int OfServer = ChatLimits.OfServer;
        Assert.Equal(new() { Revision = 3 }, await CommitAsync(SetRoom("alice") with { MaxMembers = OfServer, RetentionDays = OfServer }));
        Assert.Equal(new RoomInfo { Revision = 3 }, (await UpdatesAsync()).Info);
        await RefusedAsync(ChatErrorCodes.Forbidden, SetRoom("bob") with { Title = "Mine" });
        await RefusedAsync(ChatErrorCodes.NotAMember, SetRoom("mallory") with { Title = "Mine" });
        await RefusedAsync(ChatErrorCodes.RoomNotFound, SetRoom("mallory", "nowhere") with { Title = "Mine" });
    }

    [Fact]
    public async Task Reads_of_members_and_rooms_have_what_the_settings_say_of_presence_and_typing()
    {
        const long Until = Now + 60_000;
        await CommitAsync([Join("alice"), Join("bob"), Join("alice", "counted"), Join("alice", "open"), Mute("alice", "bob", Until)]);
        await CommitAsync([SetRoom("alice") with { Presence = RoomPresence.Off, Typing = false }]);
        await CommitAsync([SetRoom("alice", "counted") with { Presence = RoomPresence.Count, Posting = RoomPosting.Moderators }]);

        EphemeralSettings[] found = [await FindAsync(Lobby), await FindAsync("counted"), await FindAsync("open")];

        EphemeralSettings[] expected =
            [new(false, false, RoomPresence.Off, 2), new(true, true, RoomPresence.Count, 1), new(true, false, RoomPresence.Full, 0)];
        Assert.Equal(expected, found);
        bool[] shown = [await ShowsAsync(Lobby), await ShowsAsync("counted"), await ShowsAsync("open")];
        Assert.Equal([false, false, true], shown);
        Assert.Equal(Lobby, Assert.Single((await Rooms.ReadRoomsAsync("bob", null, null, 10, Cancel)).WithoutPresence!));
        Assert.Null((await Rooms.ReadRoomsAsync("bob", "open", null, 10, Cancel)).WithoutPresence);
        Assert.Equal([null, Until], (await Rooms.ReadMembersAsync(Lobby, "bob", 10, Cancel))!.Value.Members.Select(one => one.MutedUntil));
        Assert.Equal(Until, Assert.Single(await Rooms.ReadMembersAsync(Lobby, ["bob"], Cancel)).MutedUntil);
        Assert.Equal([null, Until], (await Server.ReadMembersAsync(Lobby, null, 10, Cancel))!.Value.Members.Select(one => one.MutedUntil));

        async Task<EphemeralSettings> FindAsync(string room) => (await Rooms.FindMemberAsync(room, "alice", Cancel))!.Value.Ephemeral;

        // Each read that answers members, on both sides.
        async Task<bool> ShowsAsync(string room)
        {
            bool[] shows =
            [
                (await Rooms.ReadMembersAsync(room, "alice", 10, Cancel))!.Value.ShowsPresent,
                (await Rooms.ReadMemberPageAsync(room, "alice", null, 1, Cancel))!.Value.ShowsPresent,
                (await Server.ReadMembersAsync(room, null, 1, Cancel))!.Value.ShowsPresent,
            ];
            return Assert.Single(shows.Distinct());
        }
    }

    [Fact]
    public async Task The_kind_of_a_room_decides_whether_it_announces_until_it_is_set()
    {
        await Messages.ProvisionAsync("staff", [User("alice")], Now);
        await CommitAsync([Join("alice"), SetRoom("alice") with { Announce = true }, SetRoom("alice", "staff") with { Announce = false }]);

        var (room, staff) = ((await HistoryAsync(null, 10)).Info!, (await HistoryAsync(null, 10, room: "staff")).Info!);

        Assert.Equal((RoomKinds.Public, true), (room.Kind, room.Announce));
        Assert.Equal((RoomKinds.Private, false), (staff.Kind, staff.Announce));
        await Messages.ProvisionAsync("vault", [User("alice")], Now);
        Assert.Equal(
            new RoomInfo { Kind = RoomKinds.Private, Announce = true }, (await HistoryAsync(null, 10, room: "vault")).Info);
        await RunAsync("UPDATE rooms SET is_direct = true WHERE name = 'vault'");
        Assert.Equal(new RoomInfo { Kind = RoomKinds.Direct }, (await HistoryAsync(null, 10, room: "vault")).Info);
    }

    /// <summary>A room that all have left is made again by a stranger.</summary>
    [Fact]
    public async Task A_room_that_is_made_again_begins_without_the_settings_of_its_former_members()
    {
        await CommitAsync([Join("alice"), SetRoom("alice") with { Title = "Ours", SlowModeSeconds = 60 }, Leave("alice")]);

        var batch = await CommitAsync([Join("bob")]);

        var update = Assert.Single(batch.Updates);
        Assert.Equal(new RoomInfo { Revision = 3 }, update.Info);
        Assert.Equal(new RoomInfo { Revision = 3 }, (await HistoryAsync(null, 10, "bob")).Info);
        await CommitAsync(Leave("bob"));
        Assert.Empty((await CommitAsync([Join("carol")])).Updates);
    }
}
