using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    private protected static ServiceCommand Service(RoomCommand command) => new(command);

    [Fact]
    public async Task A_service_posts_without_membership_in_the_order_of_the_batch()
    {
        await CommitAsync(Join("alice"));
        var (id, system) = (NewId(), NewId());
        var announcement = new PostCommand(Lobby, ServiceCommand.Nobody, system, "closed on Monday", ReplyTo: id)
        {
            Details = new(MessageKinds.System, null, null, null),
        };

        var batch = await CommitAsync(
            Post("alice", NewId()), Service(Post("bob", id)), Service(announcement), Post("bob", NewId()), Post("alice", NewId()));
        var repeat = await CommitAsync(Service(announcement));

        Assert.Equal([null, null, null, ChatErrorCodes.NotAMember, null], batch.Results.Select(result => result.RefusalCode));
        Assert.Equal([1, 2, 3, 0, 4], batch.Results.Select(result => result.Sequence));
        Assert.Equal(batch.Results[2] with { Duplicate = true }, repeat);
        var update = Assert.Single(batch.Updates);
        Assert.All([update.Messages, (await UpdatesAsync()).Messages], messages =>
        {
            Assert.Equal(["alice", "bob", "", "alice"], messages.Select(message => message.UserId));
            Assert.Equal([null, null, MessageKinds.System, null], messages.Select(message => message.Kind));
            Assert.Equal(id, messages[2].ReplyTo);
        });
    }

    [Fact]
    public async Task A_service_edits_and_deletes_messages_of_users()
    {
        var ids = await FilledAsync(2);
        EditCommand edit = new(Lobby, ServiceCommand.Nobody, ids[0], "corrected");
        DeleteCommand delete = new(Lobby, ServiceCommand.Nobody, ids[1]);

        var batch = await CommitAsync(Service(edit), Service(delete), Service(delete), Service(edit));

        Assert.Equal([3, 4, 4, 3], batch.Results.Select(result => result.Revision));
        Assert.Equal([false, false, true, true], batch.Results.Select(result => result.Duplicate));
        var changed = (await UpdatesAsync()).Messages;
        Assert.Equal(["corrected", ""], changed.Select(message => message.Text));
        Assert.Equal([null, ""], changed.Select(message => message.DeletedBy));
        await RefusedAsync(ChatErrorCodes.PreconditionFailed, Service(edit with { Text = "x" }) with { Condition = new(1) });
        await RefusedAsync(ChatErrorCodes.PreconditionFailed, Service(delete with { MessageId = ids[0] }) with { Condition = new(4) });
        Assert.True((await CommitAsync(Service(edit) with { Condition = new(3) })).Duplicate);
        var post = Service(Post("bob", NewId()));
        await RefusedAsync(ChatErrorCodes.PreconditionFailed, post with { Condition = IfRevision.Any });
        var posted = (await CommitAsync(post)).Revision;
        Assert.True((await CommitAsync(post with { Condition = IfRevision.Any })).Duplicate);
        Assert.True((await CommitAsync(post with { Condition = new(posted) })).Duplicate);
        await RefusedAsync(ChatErrorCodes.PreconditionFailed, post with { Condition = new(posted + 1) });
        await RefusedAsync(ChatErrorCodes.MessageDeleted, Service(edit with { MessageId = ids[1] }));
        await RefusedAsync(ChatErrorCodes.MessageNotFound, Service(edit with { MessageId = NewId() }));
        await RefusedAsync(ChatErrorCodes.MessageIdTaken, Service(Post("bob", ids[0])));
    }

    [Fact]
    public async Task A_service_makes_no_room_by_a_post()
    {
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Service(Post("alice", NewId())));
        await CommitAsync([Join("alice"), Leave("alice")]);
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Service(Post("alice", NewId())));
        Assert.Null(await Server.ReadHistoryAsync(Lobby, null, 5, Cancel));
        Assert.Null(await Server.ReadMembersAsync(Lobby, null, 5, Cancel));
        Assert.Null(await Server.ReadBansAsync(Lobby, null, 5, Cancel));
    }

    [Fact]
    public async Task A_room_of_a_service_stays_when_its_last_member_leaves()
    {
        var make = Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, IsPrivate: false));
        await CommitAsync(make, Join("alice"), Leave("alice"));
        await CommitAsync([Join("alice"), Leave("alice")]);

        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("mallory"))).Role);
        Assert.True((await CommitAsync(make)).Duplicate);
    }

    [Fact]
    public async Task A_service_does_not_adopt_the_room_of_a_user()
    {
        await CommitAsync(Join("alice"));

        await RefusedAsync(ChatErrorCodes.RoomExists, Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, IsPrivate: false)));
    }

    [Fact]
    public async Task A_service_reads_a_room_as_a_member_does()
    {
        var ids = await FilledAsync(5);
        await CommitAsync(React("alice", ids[2]));

        Assert.Equivalent(await HistoryAsync(before: 5, 3), await Server.ReadHistoryAsync(Lobby, 5, 3, Cancel), strict: true);
        Assert.Equal("3", (await Server.FindMessageAsync(Lobby, Guid.Parse(ids[2]), Cancel))?.Text);
        Assert.Null(await Server.FindMessageAsync(Lobby, Guid.NewGuid(), Cancel));
        Assert.Null(await Server.FindMessageAsync("attic", Guid.Parse(ids[2]), Cancel));
        Assert.Null(await Server.ReadHistoryAsync("attic", null, 3, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_makes_a_room_once_and_of_one_kind(bool isPrivate)
    {
        var make = Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, isPrivate));

        var batch = await CommitAsync(make, make, Service(Post("bob", NewId())));
        var repeat = await CommitAsync(make);

        Assert.Equal([false, true, false], batch.Results.Select(result => result.Duplicate));
        Assert.Equal(new RoomCommandResult { Revision = 1, Duplicate = true }, repeat);
        await RefusedAsync(ChatErrorCodes.RoomExists, Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, !isPrivate)));
        Assert.Equal(new StoredRoom(Lobby, isPrivate, 1), (await Server.FindRoomAsync(Lobby, Cancel))?.Room);
        if (isPrivate)
            await RefusedAsync(ChatErrorCodes.RoomNotFound, Join("alice"));
        else
            Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("alice"))).Role);
    }

    [Fact]
    public async Task A_free_room_is_made_by_a_service_and_counts_for_no_user()
    {
        await CommitAsync([Join("alice"), Leave("alice")]);
        Assert.Null(await Server.FindRoomAsync(Lobby, Cancel));

        await CommitAsync(Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, IsPrivate: true)));

        Assert.True((await Server.FindRoomAsync(Lobby, Cancel))?.Room.IsPrivate);
        Assert.Null((await CommitAsync(Join("alice", "attic") with { MostMade = 1 })).RefusalCode);
    }

    [Fact]
    public async Task A_service_adds_members_who_never_connected_and_gives_them_roles()
    {
        static RoomCommandResult AddedAs(string role, long revision, bool isRepeat = false) =>
            new() { Role = role, Revision = revision, Duplicate = isRepeat };
        static ServiceCommand Add(string user, string? role = null) =>
            Service(new AddMemberCommand(Lobby, ServiceCommand.Nobody, User(user), role));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Add("bob"));
        await CommitAsync(Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, IsPrivate: true)));

        var batch = await CommitAsync(Add("bob"), Add("bob"), Add("carol", RoomRoles.Owner), Add("bob", RoomRoles.Moderator), Add("bob"));

        Assert.Equal(
            [
                AddedAs(RoomRoles.Member, 2), AddedAs(RoomRoles.Member, 2, isRepeat: true), AddedAs(RoomRoles.Owner, 4),
                AddedAs(RoomRoles.Moderator, 5), AddedAs(RoomRoles.Moderator, 6, isRepeat: true),
            ],
            batch.Results);
        var renamed = new AddMemberCommand(Lobby, ServiceCommand.Nobody, User("carol") with { Name = "No" }, RoomRoles.Member);
        await RefusedAsync(ChatErrorCodes.LastOwner, Service(renamed));
        await RefusedAsync(ChatErrorCodes.RoomFull, Service(renamed with { Target = User("dave"), Limits = new(int.MaxValue, 2) }));
        Assert.Equal("The carol", (await Server.ReadMembersAsync(Lobby, "bob", 1, Cancel))!.Value.Members[0].Name);
        Assert.Equal(RoomRoles.Moderator, (await CommitAsync(Join("bob"))).Role);
        var page = await Server.ReadMembersAsync(Lobby, null, 1, Cancel);
        Assert.Equal((2, true, "The bob"), (page!.Value.MemberCount, page.Value.HasMore, page.Value.Members[0].Name));
        Assert.Equal("carol", Assert.Single((await Server.ReadMembersAsync(Lobby, "bob", 2, Cancel))!.Value.Members).UserId);
    }

    [Fact]
    public async Task A_service_removes_an_owner_and_adds_no_banned_user()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("carol"), Ban("alice", "carol")]);

        var removed = await CommitAsync(Service(new KickCommand(Lobby, ServiceCommand.Nobody, "alice")));

        Assert.Equal(2, removed.Revision);
        Assert.Equal(RoomRoles.Member, (await CommitAsync(Join("bob"))).Role);
        await RefusedAsync(ChatErrorCodes.Banned, Service(new AddMemberCommand(Lobby, ServiceCommand.Nobody, User("carol"), null)));
        var ban = Assert.Single((await Server.ReadBansAsync(Lobby, null, 5, Cancel))!.Value.Bans);
        Assert.Equal(new StoredBan("carol", "alice", Now), ban);
        Assert.Empty((await Server.ReadBansAsync(Lobby, "carol", 5, Cancel))!.Value.Bans);
        Assert.Null(await Server.ReadBansAsync("attic", null, 5, Cancel));
        Assert.Null(await Server.ReadMembersAsync("attic", null, 5, Cancel));
    }

    [Fact]
    public async Task A_service_lists_private_rooms_too()
    {
        await CommitAsync(
            Service(new MakeRoomCommand("shop.7", ServiceCommand.Nobody, IsPrivate: true)), Join("alice", "shop.8"),
            Join("alice", "shop.9"), Join("alice", "freed"), Leave("alice", "freed"));

        var page = await Server.ReadRoomsAsync("shop.", null, 2, Cancel);
        var rest = await Server.ReadRoomsAsync("", "shop.8", 2, Cancel);

        Assert.Equal([new("shop.7", true, 0), new("shop.8", false, 0)], page.Rooms);
        Assert.Equal((true, false), (page.HasMore, rest.HasMore));
        Assert.Equal(new StoredRoom("shop.9", false, 0), Assert.Single(rest.Rooms));
        Assert.DoesNotContain((await Server.ReadRoomsAsync(null, null, 9, Cancel)).Rooms, room => room.Name == "freed");
    }

    [Fact]
    public async Task A_service_lists_the_rooms_of_a_user()
    {
        await CommitAsync(Service(new MakeRoomCommand("attic", ServiceCommand.Nobody, IsPrivate: true)));
        await CommitAsync(
            Service(new AddMemberCommand("attic", ServiceCommand.Nobody, User("bob"), RoomRoles.Moderator)), Join("bob"),
            Join("bob", "garden"), Join("alice", "shed"));

        var page = await Server.ReadRoomsOfAsync("bob", null, 2, Cancel);
        var rest = await Server.ReadRoomsOfAsync("bob", "garden", 2, Cancel);

        Assert.Equal([(new("attic", true, 2), RoomRoles.Moderator), (new("garden", false, 0), RoomRoles.Owner)], page.Rooms);
        Assert.Equal((true, false), (page.HasMore, rest.HasMore));
        Assert.Equal(Lobby, Assert.Single(rest.Rooms).Room.Name);
        Assert.Empty((await Server.ReadRoomsOfAsync("nobody", null, 2, Cancel)).Rooms);
    }

    [Fact]
    public async Task A_service_makes_a_room_with_settings_and_changes_them()
    {
        var settings = new SetRoomCommand(Lobby, ServiceCommand.Nobody) { Title = "Order 7", Data = Data, SlowModeSeconds = 5 };
        var make = Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, IsPrivate: true) { Settings = settings });

        var made = await CommitAsync(make);
        var repeat = await CommitAsync(make);
        var changed = await CommitAsync(Service(settings with { Title = "", Data = null, Announce = false }));

        Assert.Equal((1, false, true), (made.Revision, made.Duplicate, repeat.Duplicate));
        var found = (await Server.FindRoomAsync(Lobby, Cancel))!.Value;
        Assert.Equal((changed.Revision, found.Room.Head), (found.Info.Revision, found.Info.Revision));
        Assert.Equal((null, Data, 5, false), (found.Info.Title, found.Info.Data, found.Info.SlowModeSeconds, found.Info.Announce));
        Assert.Equal(found.Info, (await UpdatesAsync()).Info);
        Assert.Empty((await UpdatesAsync()).Messages);
    }

    [Fact]
    public async Task A_service_changes_settings_only_as_it_has_read_them()
    {
        var set = Service(new SetRoomCommand(Lobby, ServiceCommand.Nobody) { SlowModeSeconds = 5 });
        var make = Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, IsPrivate: false) { Settings = (SetRoomCommand)set.Command });
        await RefusedAsync(ChatErrorCodes.PreconditionFailed, make with { Condition = IfRevision.Any });
        await RefusedAsync(ChatErrorCodes.PreconditionFailed, make with { Condition = new(0) });
        await CommitAsync(Service(new MakeRoomCommand(Lobby, ServiceCommand.Nobody, IsPrivate: false)));
        await CommitAsync(Join("alice"), Post("alice", NewId()));

        foreach (var stale in new[] { make, set })
            await RefusedAsync(ChatErrorCodes.PreconditionFailed, stale with { Condition = new(1) });
        var changed = await CommitAsync(set with { Condition = new(0) });

        await RefusedAsync(ChatErrorCodes.PreconditionFailed, set with { Condition = new(0) });
        Assert.True((await CommitAsync(make with { Condition = new(changed.Revision) })).Duplicate);
        Assert.True((await CommitAsync(set with { Condition = IfRevision.Any })).Duplicate);
    }

    /// <summary>Regression: the name was stored without a revision, so no member learned of it.</summary>
    [Fact]
    public async Task A_new_name_of_a_member_takes_a_revision()
    {
        await CommitAsync([Join("alice"), Join("bob")]);
        ServiceCommand Named(string name, string? role = null) =>
            Service(new AddMemberCommand(Lobby, ServiceCommand.Nobody, User("bob") with { Name = name }, role));

        var batch = await CommitAsync(Named("Bob"), Named("Bob"), Named("Robert", RoomRoles.Moderator));

        Assert.Equal([1, 1, 3], batch.Results.Select(result => result.Revision));
        Assert.Equal([false, true, false], batch.Results.Select(result => result.Duplicate));
        foreach (var members in new[] { Assert.Single(batch.Updates).Members, (await UpdatesAsync()).Members })
        {
            var bob = Assert.Single(members!);
            Assert.Equal(("Robert", RoomRoles.Moderator, 3), (bob.Name, bob.Role, bob.Revision));
        }
    }

    [Fact]
    public async Task A_service_reads_reports_a_page_at_a_time()
    {
        var ids = await FilledAsync(3);
        await CommitAsync([Join("bob"), Join("carol"), Edit("alice", ids[2], "edited")]);
        await CommitAsync(
            new ReportCommand(Lobby, User("carol"), ids[2], "spam"), new ReportCommand(Lobby, User("bob"), ids[2], "rude"),
            new ReportCommand(Lobby, User("bob"), ids[0], "late"));

        var page = (await Server.ReadReportsAsync(Lobby, 0, null, 2, Cancel))!.Value;
        var rest = (await Server.ReadReportsAsync(Lobby, 3, "bob", 2, Cancel))!.Value;

        Assert.Equal([new(Guid.Parse(ids[0]), 1, "bob", "late", Now), new(Guid.Parse(ids[2]), 3, "bob", "rude", Now)], page.Reports);
        Assert.Equal(new StoredReport(Guid.Parse(ids[2]), 3, "carol", "spam", Now), Assert.Single(rest.Reports));
        Assert.Equal((true, false), (page.HasMore, rest.HasMore));
        Assert.Empty((await Server.ReadReportsAsync(Lobby, 3, "carol", 2, Cancel))!.Value.Reports);
        Assert.Null(await Server.ReadReportsAsync("attic", 0, null, 2, Cancel));
    }
}
