using SignalRChat.Contracts;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task A_message_is_stored_with_its_place_and_read_as_it_was_posted()
    {
        var (id, other) = (NewId(), NewId());
        await CommitAsync([Join("alice"), Post("alice", other)]);
        var text = "tab\t, nul \0, quote ', 漢字 and 🎈";

        var batch = await CommitAsync([Post("alice", id, text, replyTo: other)]);

        Assert.Equal(new() { Sequence = 2, Revision = 2, PostedAt = Now }, Assert.Single(batch.Results));
        var expected = new ChatMessage
        {
            MessageId = id,
            Sequence = 2,
            Revision = 2,
            UserId = "alice",
            Name = "The alice",
            Text = text,
            PostedAt = Now,
            ReplyTo = other,
        };
        var update = Assert.Single(batch.Updates);
        Assert.Equal((Lobby, 1L, 2L), (update.Room, update.After, update.Through));
        Assert.Equal(await EpochAsync(), update.Epoch);
        Assert.Equal(expected, Assert.Single(update.Messages));
        Assert.Equal(expected, Assert.Single((await UpdatesAsync(after: 1)).Messages));
        Assert.Equal(expected, Assert.Single((await HistoryAsync(null, 1)).Messages));
    }

    [Fact]
    public async Task A_repeat_in_a_later_batch_answers_the_first_place_and_time()
    {
        await CommitAsync(Join("alice"));
        var id = await PostedAsync("alice", "first");
        await PostedAsync("alice", "second");

        var repeat = await Messages.CommitAsync([Post("alice", id, "another text")], Now + 5, Cancel);

        Assert.Equal(new() { Sequence = 1, Revision = 1, PostedAt = Now, Duplicate = true }, Assert.Single(repeat.Results));
        Assert.Empty(repeat.Updates);
        Assert.Equal(["first", "second"], (await UpdatesAsync()).Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task A_repeat_in_the_same_batch_answers_the_first_place()
    {
        var (id, other) = (NewId(), NewId());

        var batch = await CommitAsync([Join("alice"), Post("alice", id), Post("alice", id), Post("alice", other), Post("alice", id)]);

        Assert.Equal([0, 1, 1, 2, 1], batch.Results.Select(result => result.Sequence));
        Assert.Equal([false, false, true, false, true], batch.Results.Select(result => result.Duplicate));
        Assert.Equal([id, other], Assert.Single(batch.Updates).Messages.Select(message => message.MessageId));
        Assert.Equal(2, await HeadAsync());
    }

    [Fact]
    public async Task A_repeat_of_an_edited_message_answers_its_present_revision()
    {
        await CommitAsync(Join("alice"));
        var id = await PostedAsync("alice");
        await CommitAsync(Edit("alice", id, "edited"));

        var repeat = await CommitAsync(Post("alice", id), now: Now + 5);

        Assert.Equal(new() { Sequence = 1, Revision = 2, PostedAt = Now, Duplicate = true }, repeat);
    }

    [Fact]
    public async Task A_repeat_by_a_user_that_has_left_is_still_answered_as_stored()
    {
        await CommitAsync(Join("alice"));
        var id = await PostedAsync("alice");
        await CommitAsync(Leave("alice"));

        Assert.Equal(new() { Sequence = 1, Revision = 1, PostedAt = Now, Duplicate = true }, await CommitAsync(Post("alice", id)));
    }

    [Fact]
    public async Task A_user_that_is_not_a_member_is_refused()
    {
        await CommitAsync(Join("alice"));
        var id = await PostedAsync("alice");

        await RefusedAsync(ChatErrorCodes.NotAMember, Post("mallory", NewId()));
        await RefusedAsync(ChatErrorCodes.NotAMember, Post("mallory", id));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, Post("alice", NewId(), room: "nowhere"));
        Assert.Equal(1, await HeadAsync());
    }

    [Fact]
    public async Task Another_users_message_id_is_refused_and_the_same_id_in_another_room_is_not()
    {
        await CommitAsync([Join("alice"), Join("bob"), Join("bob", "other")]);
        var id = await PostedAsync("alice");

        await RefusedAsync(ChatErrorCodes.MessageIdTaken, Post("bob", id));
        Assert.Equal(new() { Sequence = 1, Revision = 1, PostedAt = Now }, await CommitAsync(Post("bob", id, room: "other")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not-an-id")]
    [InlineData("0194D1C3-0000-7000-8000-00000000ABCD")]
    [InlineData("{0194d1c3-0000-7000-8000-00000000abcd}")]
    public async Task An_id_that_is_not_canonical_is_refused(string id)
    {
        await CommitAsync(Join("alice"));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, Post("alice", id));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, Post("alice", NewId(), replyTo: id));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, Edit("alice", id, "text"));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, Delete("alice", id));
    }

    [Fact]
    public async Task A_refused_command_does_not_disturb_the_others_of_its_batch()
    {
        var (first, second) = (NewId(), NewId());

        var batch = await CommitAsync(
            [Join("alice"), Post("alice", first), Post("mallory", NewId()), Edit("alice", NewId(), "x"), Post("alice", second)]);

        Assert.Equal(
            [null, null, ChatErrorCodes.NotAMember, ChatErrorCodes.MessageNotFound, null],
            batch.Results.Select(result => result.RefusalCode));
        Assert.Equal([first, second], (await UpdatesAsync()).Messages.Select(message => message.MessageId));
    }

    [Fact]
    public async Task A_batch_of_several_rooms_announces_each_changed_room_once()
    {
        await FilledAsync(2, room: "a");
        await CommitAsync([Join("alice", "b"), Join("alice", "quiet")]);

        var batch = await CommitAsync(
        [
            Post("alice", NewId(), "a3", "a"),
            Post("alice", NewId(), "b1", "b"),
            Leave("bob", "quiet"),
            Post("alice", NewId(), "a4", "a"),
        ]);

        Assert.Equal([3, 1, 0, 4], batch.Results.Select(result => result.Sequence));
        Assert.Equal(
            ["a 2-4: a3 a4", "b 0-1: b1"],
            batch.Updates.Select(
                room => $"{room.Room} {room.After}-{room.Through}: {string.Join(' ', room.Messages.Select(message => message.Text))}"));
    }

    [Fact]
    public async Task An_empty_batch_does_nothing()
    {
        var batch = await CommitAsync([]);
        Assert.Empty(batch.Results);
        Assert.Empty(batch.Updates);
    }
}
