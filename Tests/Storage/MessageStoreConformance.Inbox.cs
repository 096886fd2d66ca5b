using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

/// <summary>The rooms of a user, as every device shows them.</summary>
public abstract partial class MessageStoreConformance
{
    private protected abstract IInboxStore Inbox { get; }

    /// <summary>SQL that makes the database one of the version before the inbox.</summary>
    private protected abstract string WithoutInbox { get; }

    private async Task<InboxEntry[]> InboxAsync(string user, long after = 0) =>
        (await Inbox.ReadInboxAsync(user, after, 200, Cancel)).Entries;

    private async Task<InboxEntry> EntryAsync(string user, string room = Lobby) =>
        Assert.Single(await InboxAsync(user), entry => entry.Room == room);

    private async Task<(long Unread, long Mentions)> CountsAsync(string user, string room = Lobby) =>
        await EntryAsync(user, room) is var entry ? (entry.Unread, entry.Mentions) : default;

    private async Task<ReadMark> MarkAsync(string user, long sequence, string room = Lobby) =>
        Assert.Single(await Inbox.MarkReadAsync([new(room, user, sequence)], Cancel));

    private static PostCommand Mention(string user, params string[] mentions) =>
        Post(user, NewId()) with { Details = PostDetails.Of(null, mentions) };

    [Fact]
    public async Task Unread_counts_messages_of_all_after_the_read_cursor_and_no_changes()
    {
        await CommitAsync([Join("alice"), Join("bob"), Post("alice", NewId())]);
        var second = await PostedAsync("alice");
        await CommitAsync([Post("bob", NewId()), Join("carol"), Post("alice", NewId())]);
        Assert.Equal([(4, 0), (4, 0), (1, 0)], [await CountsAsync("alice"), await CountsAsync("bob"), await CountsAsync("carol")]);

        await CommitAsync(Edit("alice", second, "edited"), new ReactCommand(Lobby, User("bob"), second, "x", IsOn: true));
        await CommitAsync(Delete("alice", second), SetRole("alice", "bob", RoomRoles.Moderator));
        // A changed message is found in another index.
        Assert.Equal(new ReadMark(null, 2, 2, 0, IsMoved: true, Members: 3), await MarkAsync("bob", 2));
        Assert.Equal(new ReadMark(null, 3, 1, 0, IsMoved: true, Members: 3), await MarkAsync("bob", 3));
        Assert.Equal(new ReadMark(null, 4, 0, 0, IsMoved: true, Members: 3), await MarkAsync("alice", 1_000_000));

        await CommitAsync(Post("bob", NewId()), Post("bob", NewId()));
        Assert.Equal((2, 3), ((await CountsAsync("alice")).Unread, (await CountsAsync("bob")).Unread));
    }

    [Fact]
    public async Task Messages_about_members_do_not_count_and_are_not_the_last_one()
    {
        await CommitAsync([Create("alice"), Add("alice", "bob"), Post("alice", NewId(), "first", Staff)]);
        await CommitAsync([.. Enumerable.Range(0, 4).Select(n => Add("alice", $"user{n}"))]);
        await CommitAsync(Post("alice", NewId(), "second", Staff), Add("alice", "carol"));

        var entry = await EntryAsync("bob", Staff);
        Assert.Equal((2, "second"), (entry.Unread, entry.LastMessage!.Text));
        Assert.Equal((0, 1, 1), ((await CountsAsync("carol", Staff)).Unread,
            (await CountsAsync("user3", Staff)).Unread, (await MarkAsync("bob", entry.LastMessage.Sequence - 1, Staff)).Unread));
    }

    [Fact]
    public async Task A_mention_counts_for_a_member_until_it_is_read_or_deleted()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        var named = Mention("alice", "bob", "alice", "nobody");
        await CommitAsync(named);
        await CommitAsync([Join("carol"), Mention("bob", "alice", "carol"), Post("carol", NewId())]);
        var last = Mention("alice", "bob");
        await CommitAsync(last);
        Assert.Equal([(4, 1), (4, 2), (3, 1)], [await CountsAsync("alice"), await CountsAsync("bob"), await CountsAsync("carol")]);
        await CommitAsync(Join("nobody"));
        Assert.Equal((0, 0), await CountsAsync("nobody"));

        await CommitAsync(Edit("alice", named.MessageId, "without a name"));
        Assert.Equal((4, 2), await CountsAsync("bob"));
        await CommitAsync(Delete("alice", named.MessageId));
        Assert.Equal((4, 1), await CountsAsync("bob"));
        Assert.Equal((1, 1), await MarkAsync("bob", 3) is var mark ? (mark.Unread, mark.Mentions) : default);
        Assert.Equal((0, 0), await MarkAsync("bob", 4) is var end ? (end.Unread, end.Mentions) : default);
        // However many there are, reading the inbox costs no more than so many.
        await RunAsync(
            """
            INSERT INTO mentions (room_id, user_id, ordinal) SELECT rooms.id, 'carol', numbers.n FROM rooms, (
                WITH RECURSIVE many (n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM many WHERE n < 2000) SELECT n FROM many
            ) AS numbers WHERE rooms.name = 'lobby'
            """);
        Assert.Equal(ChatLimits.CountedMentions, (await EntryAsync("carol")).Mentions);
        // In one batch with the mention.
        var brief = Mention("alice", "bob");
        await CommitAsync([brief, Delete("alice", brief.MessageId), Mention("alice", "bob")]);
        Assert.Equal((2, 1), await CountsAsync("bob"));
    }

    [Fact]
    public async Task A_read_cursor_goes_forward_only_and_tells_the_inbox()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        foreach (var _ in Enumerable.Range(0, 3))
            await PostedAsync("alice");
        var before = await EntryAsync("bob");

        Assert.Equal(new(null, 2, 1, 0, IsMoved: true, Members: 2), await MarkAsync("bob", 2));
        Assert.Equal(new(null, 2, 1, 0, IsMoved: false, Members: 2), await MarkAsync("bob", 1));
        Assert.Equal(new(null, 2, 1, 0, IsMoved: false, Members: 2), await MarkAsync("bob", 0));
        Assert.Equal(before with { Revision = before.Revision + 1, Unread = 1, ReadThrough = 2 }, await EntryAsync("bob"));
        Assert.Empty(await InboxAsync("bob", before.Revision + 1));
        Assert.Equal(ChatErrorCodes.NotAMember, (await MarkAsync("mallory", 1)).RefusalCode);
        await CommitAsync(Create("alice"));
        foreach (var hidden in (string[])[Staff, Nowhere])
            Assert.Equal(ChatErrorCodes.RoomNotFound, (await MarkAsync("bob", 1, hidden)).RefusalCode);

        var marks = await Inbox.MarkReadAsync([new(Lobby, "mallory", 3), new(Lobby, "alice", 3), new(Staff, "alice", 1)], Cancel);
        Assert.Equal([0, 3, 0], marks.Select(mark => mark.ReadThrough));
        Assert.Equal([false, true, false], marks.Select(mark => mark.IsMoved));
    }

    [Fact]
    public async Task Read_cursors_that_are_moved_at_once_end_at_the_newest()
    {
        var rooms = Enumerable.Range(0, 4).Select(n => $"room{n}").ToArray();
        foreach (var room in rooms)
        {
            var posts = Enumerable.Range(0, 20).Select(n => Post("alice", NewId(), room: room));
            await CommitAsync([Join("alice", room), Join("bob", room), .. posts]);
        }

        var marks = await Task.WhenAll(Enumerable.Range(1, 20).SelectMany(place => new[] { rooms, [.. rooms.Reverse()] }.Select(order =>
            Task.Run(() => Inbox.MarkReadAsync(
                [.. order.Select(room => new ReadRequest(room, "bob", place)), new(order[0], "alice", place)], Cancel)))));

        Assert.All(marks.SelectMany(batch => batch), mark => Assert.Equal(20, mark.ReadThrough + mark.Unread));
        Assert.All(await InboxAsync("bob"), entry => Assert.Equal((20, 0), (entry.ReadThrough, entry.Unread)));
        var moves = marks.SelectMany(batch => batch.SkipLast(1)).Count(mark => mark.IsMoved);
        Assert.Equal(rooms.Length + moves, (await Inbox.ReadInboxAsync("bob", 0, 10, Cancel)).Head);
    }

    /// <summary>Regression: a user who had left many rooms received the inbox in many pages, nearly all of them empty.</summary>
    [Fact]
    public async Task Rooms_that_were_left_take_no_place_in_the_first_page()
    {
        var rooms = Enumerable.Range(0, 5).Select(n => $"room{n}").ToArray();
        await CommitAsync([.. rooms.Select(room => Join("alice", room))]);
        await CommitAsync([.. rooms[..4].Select(room => Leave("alice", room))]);
        await CommitAsync(Join("alice"));

        var page = await Inbox.ReadInboxAsync("alice", 0, 3, Cancel);

        Assert.Equal(["room4", Lobby], page.Entries.Select(entry => entry.Room));
        Assert.Equal((10, 10), (page.Through, page.Head));
        Assert.Equal(3, (await Inbox.ReadInboxAsync("alice", 5, 3, Cancel)).Entries.Length);
    }

    [Fact]
    public async Task The_entry_of_a_room_that_was_left_tells_nothing_of_it()
    {
        await CommitAsync([Create("alice", Staff, RoomKinds.Private, "bob", "carol", "dave"), Post("alice", NewId(), "secret", Staff)]);
        var before = await Inbox.ReadInboxAsync("bob", 0, 10, Cancel);
        await CommitAsync([Kick("alice", "bob", Staff), Ban("alice", "carol", Staff), Leave("dave", Staff)]);
        await CommitAsync(SetRoom("alice", Staff) with { Title = "Without them" });

        Assert.Equal(1, before.Head);
        foreach (var (user, code) in new[] { ("bob", "kicked"), ("carol", "banned"), ("dave", "left") })
            Assert.Equal(new InboxEntry { Room = Staff, Revision = 2, Left = code }, Assert.Single(await InboxAsync(user, before.Head)));
        var first = await Inbox.ReadInboxAsync("bob", 0, 10, Cancel);
        Assert.Equal((0, 2, 2, false), (first.Entries.Length, first.Through, first.Head, first.HasMore));
        await CommitAsync(Add("alice", "bob"));
        var again = await EntryAsync("bob", Staff);
        Assert.Equal((3, 0, "Without them", "secret"), (again.Revision, again.Unread, again.Title, again.LastMessage!.Text));
    }

    [Fact]
    public async Task Each_change_of_an_entry_takes_the_next_number_and_names_the_user()
    {
        List<string[]> told = [];
        async Task DoAsync(params RoomCommand[] batch) =>
            told.Add([.. (await CommitAsync(batch)).Inboxes.Order(StringComparer.Ordinal)]);

        await DoAsync(Join("alice"), Join("bob"), Join("carol"));
        await DoAsync(Post("alice", NewId()), Post("bob", NewId()));
        await DoAsync(SetRole("alice", "bob", RoomRoles.Moderator), new MuteCommand(Lobby, User("alice"), "carol", Now + 1));
        await DoAsync(SetRoom("alice") with { Title = "Title", Data = """{"a":1}""" });
        await DoAsync(SetRoom("alice") with { SlowModeSeconds = 1, Typing = false });
        await DoAsync(Leave("alice"), Join("dave"));
        await DoAsync(Open("bob", "carol"), new MuteCommand(Lobby, User("bob"), "carol", null));

        Assert.Equal(
            ["alice,bob,carol", "", "bob,carol", "alice,bob,carol", "", "alice,bob,dave", "bob,carol"],
            told.Select(users => string.Join(',', users)));
        var bob = await InboxAsync("bob");
        Assert.Equal([(Lobby, 4), (DirectRooms.NameOf("bob", "carol"), 5)], bob.Select(entry => (entry.Room, (int)entry.Revision)));
        Assert.Equal((RoomRoles.Owner, "Title", """{"a":1}""", Now), (bob[0].Role, bob[0].Title, bob[0].Data, bob[0].JoinedAt));
        Assert.Equal([RoomKinds.Public, RoomKinds.Direct], bob.Select(entry => entry.Kind));
        var lifted = await EntryAsync("carol");
        Assert.Equal((4, false, null), (lifted.Revision, lifted.Muted, lifted.MutedUntil));
        await CommitAsync(new MuteCommand(Lobby, User("bob"), "carol", Now + 1));
        Assert.Equal((true, Now + 1), await EntryAsync("carol") is var muted ? (muted.Muted, muted.MutedUntil) : default);
        await RunAsync("UPDATE members SET muted_until = 1 WHERE user_id = 'carol'");
        Assert.Equal((false, null), await EntryAsync("carol") is var ended ? (ended.Muted, ended.MutedUntil) : default);
    }

    [Fact]
    public async Task A_new_title_reaches_the_inboxes_of_rooms_that_are_not_too_large()
    {
        await CommitAsync([.. Enumerable.Range(0, InboxChanges.MostMembers).Select(n => Join($"user{n}"))]);

        var all = await CommitAsync([SetRoom("user0") with { Title = "Small" }]);
        await CommitAsync(Join("one more"));
        var none = await CommitAsync([SetRoom("user0") with { Title = "Large" }]);

        Assert.Equal((InboxChanges.MostMembers, 0), (all.Inboxes.Count, none.Inboxes.Count));
        Assert.Equal((2, "Large"), await EntryAsync("user7") is var entry ? (entry.Revision, entry.Title) : default);
    }
}
