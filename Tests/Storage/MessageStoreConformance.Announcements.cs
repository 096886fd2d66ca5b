using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task A_room_that_announces_has_a_message_for_each_change_of_a_member_and_of_the_room()
    {
        await CommitAsync([Join("alice"), SetRoom("alice") with { Announce = true }]);
        await CommitAsync([Join("bob"), Join("carol")]);
        await CommitAsync(
            [SetRole("alice", "bob", RoomRoles.Moderator), Mute("alice", "carol", Now + 1), Mute("alice", "carol", null)]);
        await CommitAsync([Kick("bob", "carol"), Leave("bob"), SetRoom("alice") with { Title = "Plans" }]);

        var page = await UpdatesAsync();

        Assert.Equal(
            [
                "room-changed - alice", "joined bob bob", "joined carol carol", "role-changed bob alice", "muted carol alice",
                "unmuted carol alice", "kicked carol bob", "left bob bob", "room-changed - alice",
            ],
            page.Messages.Select(message => $"{message.Event!.Type} {message.Event.UserId ?? "-"} {message.Event.By}"));
        Assert.All(page.Messages, message =>
        {
            Assert.Equal((MessageKinds.System, message.Event!.By, Now), (message.Kind, message.UserId, message.PostedAt));
            Assert.Contains("The ", message.Text, StringComparison.Ordinal);
            Assert.Equal(message.Sequence, message.Revision);
        });
        // A message is next to its change. That of a removal is before it, so that the removed user receives it too.
        Assert.Equal(
            [2, 4, 6, 8, 10, 12, 13, 15, 18], page.Messages.Select(message => message.Sequence));
        Assert.Equal(["carol member kicked@14", "bob moderator left@16"], Shown(page.Members));
        Assert.Equal(17, page.Info?.Revision);
        Assert.Equal(18, await HeadAsync());
    }

    [Fact]
    public async Task A_join_is_a_change_of_the_member_only_in_a_room_that_announces()
    {
        await CommitAsync([Join("alice"), Join("bob")]);
        Assert.Empty((await UpdatesAsync()).Members);
        await CommitAsync(SetRoom("alice") with { Announce = true });

        var batch = await CommitAsync([Join("carol"), Join("carol")]);

        Assert.Equal([(4, false), (4, true)], batch.Results.Select(result => (result.Revision, result.Duplicate)));
        Assert.Equal(["carol member@3"], Shown(Assert.Single(batch.Updates).Members));
        Assert.Equal(["carol member@3"], Shown((await UpdatesAsync()).Members));
    }

    [Fact]
    public async Task The_owner_who_follows_is_announced_and_nobody_changes_a_message_of_the_server()
    {
        await CommitAsync([Join("alice"), Join("bob"), SetRoom("alice") with { Announce = true }]);
        await CommitAsync(Leave("alice"));

        var message = (await UpdatesAsync()).Messages[^1];

        Assert.Equal(new MessageEvent { Type = MessageEventTypes.RoleChanged, UserId = "bob" }, message.Event);
        Assert.Equal(("", "The bob is now owner."), (message.UserId, message.Text));
        await RefusedAsync(ChatErrorCodes.NotTheAuthor, Edit("bob", message.MessageId, "mine"));
        await RefusedAsync(ChatErrorCodes.NotTheAuthor, Delete("bob", message.MessageId));
    }

    [Fact]
    public async Task A_private_room_announces_by_itself()
    {
        await Messages.ProvisionAsync("staff", [User("alice"), User("bob")], Now);

        await CommitAsync(Leave("bob", "staff"));

        var page = await UpdatesAsync(room: "staff");
        Assert.Equal((1, MessageEventTypes.Left), (page.Messages.Single().Sequence, page.Messages.Single().Event!.Type));
        Assert.Equal(["bob member left@2"], Shown(page.Members));
    }
}
