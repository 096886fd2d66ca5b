using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Inbox;
using SignalRChat.Tests.Services.Feed;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Inbox;

public sealed class ActivitySenderTests : IAsyncDisposable
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly InboxFixture _node = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SentActivity _sent = new();
    private readonly ActivitySender _sender;

    public ActivitySenderTests() => _sender = new(
        _node.Watched, _node.Inboxes, _node.Rooms, _sent, _time, NullLogger<ActivitySender>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _sender.StopAsync(CancellationToken.None);
        _sender.Dispose();
    }

    [Fact]
    public async Task Activity_is_sent_at_once_and_then_gathered_for_a_second()
    {
        var alice = await StartAsync("alice", "lobby", "news");
        Post("lobby");
        Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal([("lobby", 1)], _sent.To(alice).Single());

        Post("lobby", "news", "lobby", "elsewhere");
        Pass(_second / 2);
        Assert.Single(_sent.To(alice));
        Pass(_second / 2);
        Assert.Equal([("lobby", 3), ("news", 1)], _sent.To(alice)[1].Order());

        Pass(10 * _second);
        Assert.Equal((2, 2), (_sent.To(alice).Length, _node.Inboxes.Activities.Count));
    }

    [Fact]
    public async Task A_connection_receives_none_of_a_room_that_it_has_joined()
    {
        var (alice, phone) = (await StartAsync("alice", MemoryStore.Room, "news"), await _node.FollowAsync("alice"));
        var feed = new FeedFixture();
        var joined = await feed.HearAsync();
        Assert.True(alice.Session.TryAdd(joined.Member));

        Post(MemoryStore.Room);
        Pass(_second);
        Assert.Equal([(MemoryStore.Room, 1)], _sent.To(phone).Single());
        Post("news");
        Pass(_second);
        Assert.Equal([("news", 1)], _sent.To(alice).Single());

        // Both devices of the user share what is read.
        Assert.Equal([[("alice", MemoryStore.Room)], [("alice", "news")]], _node.Inboxes.Activities);

        // The changes that the connection may not have received are activity, and so is all that follows.
        Assert.True(alice.Session.Remove(joined.Member));
        alice.Session.Part!.Unsubscribed(MemoryStore.Room);
        alice.Session.Part!.Unsubscribed("elsewhere");
        Pass(_second);
        Assert.Equal([(MemoryStore.Room, 1)], _sent.To(alice)[^1]);
        Post(MemoryStore.Room);
        Pass(_second);
        Assert.Equal([(MemoryStore.Room, 2)], _sent.To(alice)[^1]);
    }

    [Fact]
    public async Task A_user_who_left_receives_nothing_of_the_room_and_is_asked_for_once()
    {
        var (alice, bob) = (await StartAsync("alice", "lobby"), await StartAsync("bob", "lobby"));
        _node.Inboxes.Change("alice", "lobby", RoomRemovalCodes.Left);

        for (var i = 0; i < 3; i++)
        {
            Post("lobby");
            Pass(_second);
        }

        Assert.Empty(_sent.To(alice));
        Assert.Equal(3, _sent.To(bob).Length);
        Assert.Single(_node.Inboxes.Activities, pairs => pairs.Contains(("alice", "lobby")));

        _node.Change("bob", "lobby", RoomRemovalCodes.Kicked);
        await Eventually.EqualAsync(0, () => _node.Watched.Count, "the watched rooms");
    }

    [Fact]
    public async Task A_client_that_returns_with_a_cursor_receives_the_activity_of_all_rooms()
    {
        var rooms = Enumerable.Range(0, ChatLimits.PageSize + 50).Select(i => $"room{i}").ToArray();
        foreach (var room in rooms)
            _node.Inboxes.Change("alice", room);
        Post(rooms);
        await _sender.StartAsync(CancellationToken.None);
        var alice = new InboxHearer("alice");
        var head = _node.Inboxes.HeadOf("alice");
        alice.TakePage(new("epoch", [], head, head), isReset: true);

        await _node.FollowAsync(alice, head);
        Pass(_second);
        Assert.Equal(rooms.Order(), _sent.To(alice).SelectMany(call => call).Select(room => room.Room).Order());
        Assert.All(_sent.To(alice), call => Assert.InRange(call.Length, 1, ChatLimits.PageSize));

        // One that continues, and one that begins with pages, need none.
        var sent = _sent.Count;
        await _node.FollowAsync(alice, head);
        var phone = new InboxHearer("alice");
        await _node.FollowAsync(phone, limit: 100);
        await _node.FollowAsync(phone, phone.Cursor);
        Pass(_second);
        Assert.Equal((sent, 2), (_sent.Count, _node.Memberships.Reads));
        Post("room200");
        Pass(_second);
        Assert.Equal([("room200", 2)], _sent.To(phone).Single());
    }

    [Fact]
    public async Task What_was_read_before_an_update_of_the_inbox_is_read_again()
    {
        var alice = await StartAsync("alice", "lobby");
        var hold = new TaskCompletionSource();
        _node.Inboxes.Hold = hold.Task;
        Post("lobby");
        Pass(_second);
        Assert.Single(_node.Inboxes.Activities);

        // Read on another device meanwhile. The count that was read before must not follow this.
        _node.Inboxes.Hold = Task.CompletedTask;
        _node.Inboxes.Read("alice", "lobby");
        _node.Followers.Changed(["alice"]);
        await alice.ReachAsync(2);
        hold.SetResult();

        await Eventually.TrueAsync(() => PassAndHas(alice), "the activity");
        Assert.Equal([("lobby", 0)], _sent.To(alice).Single());
    }

    /// <summary>
    /// Regression: inboxes that other nodes changed are read once a second, and each time the activity waited for the next second.
    /// </summary>
    [Fact]
    public async Task Activity_waits_for_a_read_of_the_inbox_and_no_second_longer()
    {
        var (alice, bob) = (await StartAsync("alice", "lobby"), await StartAsync("bob", "lobby"));
        for (var second = 1; second <= 3; second++)
        {
            var (hold, reads) = (new TaskCompletionSource(), _node.Inboxes.Reads);
            _node.Inboxes.Hold = hold.Task;
            _node.Followers.Changed(["alice"]);
            await Eventually.EqualAsync(reads + 1, () => _node.Inboxes.Reads, "the read of the inbox");
            _node.Inboxes.Hold = Task.CompletedTask;
            Post("lobby");
            Pass(_second);
            Assert.Equal((second - 1, second), (_sent.To(alice).Length, _sent.To(bob).Length));

            hold.SetResult();
            await Eventually.TrueAsync(() => alice.Session.Part is InboxFollower { QuietVersion: not null }, "the end of the read");
            Post("lobby");
            Pass(_second / 10);
            Assert.Equal((second, second), (_sent.To(alice).Length, _sent.To(bob).Length));
        }
        Pass(_second);
        Assert.Equal([("lobby", 6)], _sent.To(alice)[^1]);
        Assert.Equal([("lobby", 6)], _sent.To(bob)[^1]);
    }

    [Fact]
    public async Task A_client_that_is_behind_receives_what_is_new_when_it_has_read()
    {
        var alice = await StartAsync("alice", "lobby");
        alice.BeBusy();
        _node.Change("alice", "lobby");
        await alice.ReachAsync(2);
        for (var i = 0; i < 3; i++)
        {
            Post("lobby");
            Pass(_second);
        }
        Assert.Empty(_node.Inboxes.Activities);

        alice.BeReady();
        await Eventually.TrueAsync(() => PassAndHas(alice), "the activity");
        Assert.Equal([("lobby", 3)], _sent.To(alice).Single());
    }

    [Fact]
    public async Task A_failed_read_is_made_again_after_a_second()
    {
        var alice = await StartAsync("alice", "lobby");
        _node.Inboxes.IsAway = true;
        Post("lobby");
        Pass(_second);
        _node.Inboxes.IsAway = false;

        Pass(_second);
        Assert.Equal([("lobby", 1)], _sent.To(alice).Single());
    }

    [Fact]
    public async Task Rooms_that_changed_unseen_are_found_by_their_heads()
    {
        var alice = await StartAsync("alice", "lobby", "news");
        _node.Rooms.Commit(new int[3]);
        _node.Watched.Changed("news", _node.Rooms.Head);
        _node.Inboxes.Post("news");
        Pass(_second);
        _node.Inboxes.Post("lobby");

        _node.Watched.MayHaveChanged();
        Pass(_second);

        // Of the other room everything up to the head was sent.
        Assert.Equal([("lobby", 1)], _sent.To(alice)[1]);
    }

    /// <summary>Regression: nothing showed a message between the read of a page and the start of the watch.</summary>
    [Fact]
    public async Task A_message_in_a_new_room_while_its_entry_is_read_is_shown()
    {
        var alice = await StartAsync("alice");
        var hold = new TaskCompletionSource();
        _node.Inboxes.Hold = hold.Task;
        var reads = _node.Inboxes.Reads;
        _node.Change("alice", "lobby");
        await Eventually.EqualAsync(reads + 1, () => _node.Inboxes.Reads, "the read of the entry");

        Post("lobby");
        _node.Inboxes.Hold = Task.CompletedTask;
        hold.SetResult();
        await alice.ReachAsync(1);

        await Eventually.TrueAsync(() => PassAndHas(alice), "the activity");
        Assert.Equal([("lobby", 1)], _sent.To(alice)[0]);
    }

    /// <summary>Regression: the rooms of a client without a cursor were watched after its first page was read.</summary>
    [Fact]
    public async Task A_message_while_the_first_page_is_read_is_shown()
    {
        await _sender.StartAsync(CancellationToken.None);
        _node.Inboxes.Change("alice", "lobby");
        var alice = new InboxHearer("alice");
        var hold = new TaskCompletionSource();
        _node.Inboxes.Hold = hold.Task;
        var following = _node.FollowAsync(alice);
        await Eventually.EqualAsync(1, () => _node.Inboxes.Reads, "the read of the page");

        Post("lobby");
        _node.Inboxes.Hold = Task.CompletedTask;
        hold.SetResult();
        await following;

        await Eventually.TrueAsync(() => PassAndHas(alice), "the activity");
        Assert.Equal([("lobby", 1)], _sent.To(alice).Single());
    }

    /// <summary>Regression: the head that a new follower brought hid a change of which the others did not know.</summary>
    [Fact]
    public async Task A_newer_head_that_another_follower_brings_is_a_change_for_the_rest()
    {
        var alice = await StartAsync("alice", "lobby");
        _node.Inboxes.Post("lobby");
        _node.Inboxes.Change("bob", "lobby");
        _node.Watched.Add(_node.Followers.Begin(new InboxHearer("bob").Session), [new("lobby", IsPrivate: false, Head: 1)]);
        Pass(_second);

        Assert.Equal([("lobby", 1)], _sent.To(alice).Single());
    }

    [Fact]
    public async Task Rooms_that_the_token_does_not_permit_are_not_read()
    {
        var alice = await StartAsync("alice", "lobby", "news");
        alice.Session.Grant = new() { Rooms = ["news"] };

        Post("lobby", "news");
        Pass(_second);

        Assert.Equal([[("alice", "news")]], _node.Inboxes.Activities);
        Assert.Equal([("news", 1)], _sent.To(alice).Single());
    }

    private async Task<InboxHearer> StartAsync(string userId, params string[] rooms)
    {
        await _sender.StartAsync(CancellationToken.None);
        foreach (var room in rooms)
            _node.Inboxes.Change(userId, room);
        return await _node.FollowAsync(userId);
    }

    /// <summary>Posts, and notifies the node as its commits do.</summary>
    private void Post(params string[] rooms)
    {
        foreach (var room in rooms)
        {
            _node.Inboxes.Post(room);
            _node.Watched.Changed(room, revision: 0);
        }
    }

    private void Pass(TimeSpan time) => _time.Advance(time);

    private bool PassAndHas(InboxHearer hearer)
    {
        Pass(_second);
        return _sent.To(hearer).Length > 0;
    }

    private sealed class SentActivity : IInboxEvents
    {
        private readonly List<(string ConnectionId, (string Room, long Unread)[] Rooms)> _calls = [];

        public int Count => _calls.Count;

        public (string Room, long Unread)[][] To(InboxHearer hearer) =>
            [.. _calls.Where(call => call.ConnectionId == hearer.Session.ConnectionId).Select(call => call.Rooms)];

        public void InboxActivity(string connectionId, InboxActivity activity) =>
            _calls.Add((connectionId, Array.ConvertAll(activity.Rooms, room => (room.Room, room.Unread))));

        public void ReadCursorChanged(ReadCursorChange change, string exceptConnection) => throw new NotSupportedException();
    }
}
