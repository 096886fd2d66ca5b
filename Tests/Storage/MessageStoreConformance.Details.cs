using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    private const string Data = """{"order":7,"note":"tab\t, nul \u0000, 漢字"}""";

    /// <summary>SQL that makes the database one of the version before data, mentions, reactions and settings of rooms.</summary>
    private protected abstract string WithoutEntities { get; }

    /// <summary>New messages alone take another path through a store than a batch with anything else.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_with_details_is_read_as_it_was_posted_beside_plain_ones(bool isAlone)
    {
        await CommitAsync([Join("alice"), Join("bob")]);
        var (plain, detailed) = (NewId(), NewId());
        var event_ = new MessageEvent { Type = "joined", UserId = "bob" };
        var post = Post("alice", detailed, replyTo: plain) with
        {
            Details = new(MessageKinds.System, Data, ["bob", "nobody \"é\""], event_),
        };

        await CommitAsync(Post("alice", plain));
        RoomCommand[] posts = [Post("alice", NewId()), post, Post("bob", NewId())];
        var batch = await CommitAsync(isAlone ? posts : [.. posts, Leave("bob"), Join("bob")]);

        Assert.All(batch.Results, result => Assert.Null(result.RefusalCode));
        var read = new List<ChatMessage[]> { (await UpdatesAsync()).Messages, (await HistoryAsync(null, 10)).Messages };
        if (isAlone)
            read.Add([.. read[0][..1], .. Assert.Single(batch.Updates).Messages]);
        Assert.All(read, messages =>
        {
            Assert.Equal([null, null, MessageKinds.System, null], messages.Select(message => message.Kind));
            Assert.Equal([null, null, Data, null], messages.Select(message => message.Data));
            Assert.Equal([null, null, event_, null], messages.Select(message => message.Event));
            Assert.Equal(["bob", "nobody \"é\""], messages[2].Mentions!);
            Assert.Equal(plain, messages[2].ReplyTo);
            Assert.All(messages.Where((_, place) => place != 2), message => Assert.Null(message.Mentions));
        });
    }

    [Fact]
    public async Task An_edit_keeps_the_details_and_a_deletion_takes_data_and_mentions_away()
    {
        await CommitAsync(Join("alice"));
        var id = NewId();
        await CommitAsync(Post("alice", id) with { Details = PostDetails.Of(Data, ["bob", "bob"]) });

        await CommitAsync(Edit("alice", id, "edited"));
        var edited = Assert.Single((await UpdatesAsync()).Messages);
        var deletion = await CommitAsync([Delete("alice", id)]);
        var deleted = Assert.Single((await UpdatesAsync()).Messages);

        Assert.Equal((Data, "edited"), (edited.Data, edited.Text));
        Assert.Equal(["bob"], edited.Mentions!);
        Assert.Equal((null, null, null, ""), (deleted.Data, deleted.Mentions, deleted.DeletedBy, deleted.Text));
        Assert.Equal(deleted, Assert.Single(Assert.Single(deletion.Updates).Messages));
    }

    [Fact]
    public async Task A_reply_is_to_a_message_of_the_room_or_of_the_same_batch()
    {
        await CommitAsync([Join("alice"), Join("alice", "other")]);
        var (first, elsewhere) = (NewId(), NewId());
        await CommitAsync(Post("alice", elsewhere, room: "other"));

        await RefusedAsync(ChatErrorCodes.MessageNotFound, Post("alice", NewId(), replyTo: NewId()));
        await RefusedAsync(ChatErrorCodes.MessageNotFound, Post("alice", NewId(), replyTo: elsewhere));
        var reply = Post("alice", NewId(), replyTo: first);
        var batch = await CommitAsync([Post("alice", NewId(), replyTo: elsewhere), Post("alice", first), reply]);

        Assert.Equal([ChatErrorCodes.MessageNotFound, null, null], batch.Results.Select(result => result.RefusalCode));
        Assert.Equal([0, 1, 2], batch.Results.Select(result => result.Sequence));
        // A message that is stored is answered as stored, even if what it replied to is gone.
        await RunAsync("DELETE FROM messages WHERE sequence = 1 AND room_id = (SELECT id FROM rooms WHERE name = 'lobby')");
        Assert.Equal(new() { Sequence = 2, Revision = 2, PostedAt = Now, Duplicate = true }, await CommitAsync(reply));
        Assert.Equal(2, await HeadAsync());
    }

    [Fact]
    public async Task A_database_of_the_version_before_keeps_its_messages_and_takes_details()
    {
        var ids = await FilledAsync(3);
        await CommitAsync(Edit("alice", ids[0], "edited"), Delete("alice", ids[1]));
        await CommitAsync([Join("bob"), Kick("alice", "bob")]);
        var (updates, history) = (await UpdatesAsync(), await HistoryAsync(null, 10));
        await RunAsync(WithoutEntities);

        await Messages.MigrateAsync(Cancel);

        Assert.Equal(updates.Messages, (await UpdatesAsync()).Messages);
        Assert.Equal(updates.Removals, (await UpdatesAsync()).Removals);
        Assert.Equal(history.Messages, (await HistoryAsync(null, 10)).Messages);
        await CommitAsync(Post("alice", NewId(), replyTo: ids[2]) with { Details = PostDetails.Of(Data, null) });
        Assert.Equal((Data, ids[2]), ((await UpdatesAsync()).Messages[^1].Data, (await UpdatesAsync()).Messages[^1].ReplyTo));
    }
}
