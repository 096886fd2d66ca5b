using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task An_inbox_is_read_in_pages_by_its_numbers()
    {
        string[] rooms = [.. Enumerable.Range(0, 5).Select(n => $"room{n}")];
        foreach (var room in rooms)
            await CommitAsync(Join("alice", room));
        await CommitAsync(Leave("alice", "room1"));

        List<InboxPage> pages = [await Inbox.ReadInboxAsync("alice", 0, 2, Cancel)];
        while (pages[^1].HasMore)
            pages.Add(await Inbox.ReadInboxAsync("alice", pages[^1].Through, 2, Cancel));

        Assert.Equal(
            ["room0,room2", "room3,room4", "room1"], pages.Select(page => string.Join(',', page.Entries.Select(entry => entry.Room))));
        Assert.Equal([3, 5, 6], pages.Select(page => page.Through));
        Assert.All(pages, page => Assert.Equal((6, pages[0].Epoch), (page.Head, page.Epoch)));
        Assert.Equal(await EpochAsync(), pages[0].Epoch);
        Assert.Equal(new InboxPage(pages[0].Epoch, [], 0, 0), await Inbox.ReadInboxAsync("nobody", 0, 2, Cancel) with { Entries = [] });
    }

    /// <summary>An app may give each room 8 KB of data.</summary>
    [Fact]
    public async Task A_page_of_an_inbox_fits_into_a_frame()
    {
        var data = $$"""{"a":"{{new string('x', 8_000)}}"}""";
        foreach (var n in Enumerable.Range(0, 12))
            await CommitAsync(Create("alice", $"room{n}") with { Data = data });

        var page = await Inbox.ReadInboxAsync("alice", 0, 200, Cancel);

        Assert.Equal((9, 9, 12), (page.Entries.Length, page.Through, page.Head));
        Assert.Equal(3, (await InboxAsync("alice", page.Through)).Length);
    }

    [Fact]
    public async Task The_last_message_is_the_newest_as_it_is_now_and_cut_between_characters()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        Assert.Null((await EntryAsync("bob")).LastMessage);
        var id = await PostedAsync("alice", new string('x', 199) + "😀 and more");
        var expected = new LastMessage
        {
            MessageId = id,
            Sequence = 1,
            UserId = "alice",
            Name = "The alice",
            Text = new string('x', 199),
            PostedAt = Now,
        };
        Assert.Equal(expected, (await EntryAsync("bob")).LastMessage);

        string[] texts = [new string('é', 200), string.Concat(Enumerable.Repeat("😀", 100)), new string('語', 200), "short"];
        foreach (var text in texts)
        {
            await CommitAsync(Edit("alice", id, text + (text.Length == 200 ? "語" : "")));
            Assert.Equal(expected with { Text = text }, (await EntryAsync("bob")).LastMessage);
        }
        await CommitAsync(Post("bob", NewId(), "newer"), Edit("alice", id, "older"));
        Assert.Equal((6, "newer"), (await EntryAsync("bob")).LastMessage is { } newer ? (newer.Sequence, newer.Text) : default);
        await CommitAsync(Delete("bob", (await EntryAsync("bob")).LastMessage!.MessageId));
        var entry = await EntryAsync("alice");
        Assert.Equal((6, "", 2), (entry.LastMessage!.Sequence, entry.LastMessage.Text, entry.Unread));
    }

    [Fact]
    public async Task Activity_is_read_for_many_users_and_rooms_at_once()
    {
        await CommitAsync([Join("alice"), Join("bob"), Create("alice"), Mention("alice", "bob")]);
        await CommitAsync(Leave("bob"), Join("bob", "hall"));

        var read = await Inbox.ReadActivityAsync(
            [("bob", Lobby), ("alice", Lobby), ("bob", Staff), ("bob", Nowhere), ("bob", "hall"), ("alice", Staff)], Cancel);

        Assert.Equal([null, Lobby, null, null, "hall", Staff], read.Select(entry => entry?.Room));
        Assert.Equal(await EntryAsync("alice") with { Revision = 0 }, read[1]);
        Assert.Equal((2, 1, 0), (read[1]!.Head, read[1]!.Unread, read[4]!.Unread));
        Assert.Empty(await Inbox.ReadActivityAsync([], Cancel));
    }

    [Fact]
    public async Task Members_of_a_small_room_see_each_others_read_cursors()
    {
        await CommitAsync([Join("alice"), Post("alice", NewId()), Join("bob"), Post("alice", NewId())]);
        await MarkAsync("alice", 2);

        var shared = (await Inbox.ReadCursorsAsync(Lobby, "bob", 2, Cancel))!.Value;
        Assert.Equal((true, "alice 2,bob 1"), (shared.IsShared, Described(shared)));
        await CommitAsync(Join("carol"));
        var own = (await Inbox.ReadCursorsAsync(Lobby, "bob", 2, Cancel))!.Value;
        Assert.Equal((false, "bob 1"), (own.IsShared, Described(own)));
        await CommitAsync(Leave("alice"));
        Assert.Equal("bob 1,carol 2", Described((await Inbox.ReadCursorsAsync(Lobby, "carol", 2, Cancel))!.Value));
        Assert.Null(await Inbox.ReadCursorsAsync(Lobby, "alice", 2, Cancel));
        Assert.Null(await Inbox.ReadCursorsAsync(Nowhere, "alice", 2, Cancel));

        static string Described(in ReadCursorsRead read) => string.Join(',', read.Cursors.Select(one => $"{one.UserId} {one.Sequence}"));
    }

    /// <summary>Regression: a room with events alone was read whole.</summary>
    [Fact]
    public async Task The_last_message_is_not_searched_behind_any_number_of_events()
    {
        await CommitAsync([Create("alice"), Add("alice", "bob"), Post("bob", NewId(), "first", Staff)]);
        await CommitAsync([.. Enumerable.Range(0, 120).Select(n => Add("alice", $"user{n}"))]);
        await RunAsync("UPDATE rooms SET last_message = 0");
        Assert.Equal("first", (await EntryAsync("bob", Staff)).LastMessage!.Text);

        await CommitAsync([.. Enumerable.Range(120, 90).Select(n => Add("alice", $"user{n}"))]);
        await RunAsync("UPDATE rooms SET last_message = 0");

        Assert.Null((await EntryAsync("bob", Staff)).LastMessage);
    }

    /// <summary>Two nodes change inboxes of the same users in rooms of their own, each user in another order.</summary>
    [Fact]
    public async Task Numbers_of_inboxes_have_no_gap_under_transactions_at_the_same_time()
    {
        string[] users = [.. Enumerable.Range(0, 6).Select(n => $"user{n}")];
        string[] rooms = [.. Enumerable.Range(0, 8).Select(n => $"room{n}")];
        await Task.WhenAll(rooms.Select(room => CommitAsync([Join("keeper", room), Post("keeper", NewId(), room: room)])));
        var seen = new long[users.Length];
        var told = 0;

        var work = rooms.Select((room, n) => Task.Run(async () =>
        {
            string[] order = [.. n % 2 == 0 ? users : users.Reverse()];
            for (var round = 0; round < 5; round++)
            {
                foreach (var batch in (RoomCommand[][])[
                    [.. order.Select(user => Join(user, room))],
                    [.. order.Select(user => SetRole("keeper", user, RoomRoles.Moderator, room))],
                    [.. order.Select(user => Leave(user, room))]])
                {
                    var stored = await Messages.CommitAsync(batch, Now, Cancel);
                    Assert.Equal(users, stored.Inboxes.Order(StringComparer.Ordinal));
                    Interlocked.Add(ref told, stored.Inboxes.Count);
                    await Inbox.MarkReadAsync([.. order.Select(user => new ReadRequest(room, user, round))], Cancel);
                }
            }
        }));
        var all = Task.WhenAll(work);
        while (!all.IsCompleted)
        {
            // A page is complete up to its end: a later read from there shows only newer changes.
            foreach (var (user, n) in users.Select((user, n) => (user, n)))
            {
                var page = await Inbox.ReadInboxAsync(user, seen[n], 100, Cancel);
                Assert.All(page.Entries, entry => Assert.InRange(entry.Revision, seen[n] + 1, page.Through));
                Assert.Distinct(page.Entries.Select(entry => entry.Revision));
                seen[n] = page.Through;
            }
        }
        await all;

        Assert.Equal(users.Length * rooms.Length * 15, told);
        foreach (var user in users)
            Assert.Equal(rooms.Length * 15, (await Inbox.ReadInboxAsync(user, 0, 100, Cancel)).Head);
    }

    [Fact]
    public async Task A_database_of_the_version_before_has_nothing_unread_until_something_is_posted()
    {
        await CommitAsync([Join("alice"), Join("bob"), Post("alice", NewId(), "old"), Post("alice", NewId(), "older")]);
        await CommitAsync([Create("alice", Staff, RoomKinds.Private, "bob"), Add("alice", "carol"), Post("bob", NewId(), room: Staff)]);
        await CommitAsync(Add("alice", "dave"));
        await RunAsync(WithoutInbox);
        await Messages.MigrateAsync(Cancel);

        Assert.Empty(await InboxAsync("bob"));
        await Inbox.CompleteInboxAsync("bob", Cancel);
        await Inbox.CompleteInboxAsync("bob", Cancel);
        Assert.Equal([(Lobby, 0, 0, 2), (Staff, 0, 0, 3)], Described(await InboxAsync("bob")));
        Assert.Equal((2, 0, 0), await MarkAsync("bob", 9) is var old ? (old.ReadThrough, old.Unread, old.Mentions) : default);

        await PostedAsync("alice", "new");
        await PostedAsync("alice", "of an older node");
        await CommitAsync(Mention("alice", "bob"), Add("alice", "erin"));
        // As an older node beside this one does.
        await RunAsync("UPDATE messages SET ordinal = NULL WHERE sequence = 4 AND ordinal = 2");
        await Inbox.CompleteInboxAsync("alice", Cancel);
        Assert.Equal(3, (await CountsAsync("alice")).Unread);
        Assert.Equal((3, 1), await CountsAsync("bob"));
        Assert.Equal((4, 2), await MarkAsync("bob", 4) is var between ? (between.ReadThrough, between.Unread) : default);
        Assert.Equal((5, 0, 0), await MarkAsync("bob", 5) is var end ? (end.ReadThrough, end.Unread, end.Mentions) : default);
        // More than are searched for an ordinal: at the end of the room all that counts is read.
        await PostedAsync("alice", "counts");
        await CommitAsync([.. Enumerable.Range(0, 250).Select(n => Post("alice", NewId(), "old"))]);
        await RunAsync("UPDATE messages SET ordinal = NULL WHERE ordinal > 4; "
            + "UPDATE rooms SET message_count = 4, last_message = 6 WHERE name = 'lobby'");
        Assert.Equal((256, 0), await MarkAsync("bob", 1_000) is var newest ? (newest.ReadThrough, newest.Unread) : default);
        await CommitAsync(Leave("bob"));
        Assert.Equal(RoomRemovalCodes.Left, (await InboxAsync("bob", after: 3))[^1].Left);

        static IEnumerable<(string, long, long, long)> Described(InboxEntry[] entries) => entries
            .Select(entry => (entry.Room, entry.Unread, entry.ReadThrough, entry.LastMessage!.Sequence)).Order();
    }
}
