using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task An_edit_keeps_the_place_and_takes_the_next_revision()
    {
        var ids = await FilledAsync(2);

        var batch = await Messages.CommitAsync([Edit("alice", ids[0], "edited")], Now + 7, Cancel);

        Assert.Equal(new() { Sequence = 1, Revision = 3, PostedAt = Now }, Assert.Single(batch.Results));
        var update = Assert.Single(batch.Updates);
        Assert.Equal((2L, 3L), (update.After, update.Through));
        var message = Assert.Single(update.Messages);
        Assert.Equal(
            (ids[0], 1L, 3L, "edited", Now + 7),
            (message.MessageId, message.Sequence, message.Revision, message.Text, message.EditedAt));
        Assert.Equal(message, (await HistoryAsync(null, 10)).Messages[0]);
    }

    [Fact]
    public async Task The_same_edit_again_changes_nothing()
    {
        var ids = await FilledAsync(1);
        await CommitAsync(Edit("alice", ids[0], "edited"));

        var again = await CommitAsync([Edit("alice", ids[0], "edited")]);

        Assert.Equal(new() { Sequence = 1, Revision = 2, PostedAt = Now, Duplicate = true }, Assert.Single(again.Results));
        Assert.Empty(again.Updates);
        Assert.Equal(2, await HeadAsync());
    }

    [Fact]
    public async Task A_deleted_message_keeps_its_place_and_loses_its_text()
    {
        var ids = await FilledAsync(2);

        var deleted = await CommitAsync(Delete("alice", ids[0]), now: Now + 9);
        var again = await CommitAsync(Delete("alice", ids[0]), now: Now + 10);

        Assert.Equal(new() { Sequence = 1, Revision = 3, PostedAt = Now }, deleted);
        Assert.Equal(deleted with { Duplicate = true }, again);
        var message = (await HistoryAsync(null, 10)).Messages[0];
        Assert.Equal(
            (ids[0], 1L, 3L, "", Now + 9),
            (message.MessageId, message.Sequence, message.Revision, message.Text, message.DeletedAt));
    }

    [Fact]
    public async Task A_deleted_message_cannot_be_edited()
    {
        var ids = await FilledAsync(1);
        await CommitAsync(Delete("alice", ids[0]));

        await RefusedAsync(ChatErrorCodes.MessageDeleted, Edit("alice", ids[0], "back"));
        await RefusedAsync(ChatErrorCodes.MessageDeleted, Edit("alice", ids[0], ""));
        Assert.Equal(2, (await CommitAsync(Post("alice", ids[0]))).Revision);
    }

    [Fact]
    public async Task Only_the_author_changes_a_message()
    {
        var ids = await FilledAsync(1);
        await CommitAsync(Join("bob"));

        await RefusedAsync(ChatErrorCodes.NotTheAuthor, Edit("bob", ids[0], "mine"));
        await RefusedAsync(ChatErrorCodes.NotTheAuthor, Delete("bob", ids[0]));
        await RefusedAsync(ChatErrorCodes.NotAMember, Edit("mallory", ids[0], "mine"));
        await RefusedAsync(ChatErrorCodes.NotAMember, Delete("mallory", ids[0]));
        await RefusedAsync(ChatErrorCodes.MessageNotFound, Edit("alice", NewId(), "x"));
        await RefusedAsync(ChatErrorCodes.MessageNotFound, Delete("alice", NewId()));
        Assert.Equal("1", Assert.Single((await UpdatesAsync()).Messages).Text);
    }

    [Fact]
    public async Task A_user_that_has_left_changes_nothing_any_more()
    {
        var ids = await FilledAsync(1);
        await CommitAsync(Leave("alice"));

        await RefusedAsync(ChatErrorCodes.NotAMember, Edit("alice", ids[0], "late"));
        await RefusedAsync(ChatErrorCodes.NotAMember, Delete("alice", ids[0]));
    }

    [Fact]
    public async Task A_batch_sends_each_changed_message_once_at_its_newest_revision()
    {
        var old = await FilledAsync(2);
        var id = NewId();
        RoomCommand[] commands =
        [
            Edit("alice", old[1], "2b"), Post("alice", id, "3"), Edit("alice", id, "3b"), Edit("alice", old[1], "2c"),
            Edit("alice", id, "3c"), Delete("alice", old[0]),
        ];

        var batch = await CommitAsync(commands);

        Assert.Equal([3, 4, 5, 6, 7, 8], batch.Results.Select(result => result.Revision));
        var update = Assert.Single(batch.Updates);
        Assert.Equal((2L, 8L), (update.After, update.Through));
        Assert.Equal(["6 2c", "7 3c", "8 "], update.Messages.Select(message => $"{message.Revision} {message.Text}"));
        Assert.Equal(update.Messages, (await UpdatesAsync(after: 2)).Messages);
    }

    [Fact]
    public async Task Catching_up_finds_an_edited_message_once_at_its_new_revision()
    {
        var ids = await FilledAsync(3);
        await CommitAsync(Edit("alice", ids[0], "first edit"));
        await CommitAsync(Edit("alice", ids[0], "second edit"));

        Assert.Equal([2, 3, 5], (await UpdatesAsync()).Messages.Select(message => message.Revision));
        Assert.Equal([1, 2, 3], (await HistoryAsync(null, 10)).Messages.Select(message => message.Sequence));
        Assert.Equal("second edit", Assert.Single((await UpdatesAsync(after: 4)).Messages).Text);
    }
}
