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
        Assert.Equal(["corrected", ""], (await UpdatesAsync()).Messages.Select(message => message.Text));
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
}
