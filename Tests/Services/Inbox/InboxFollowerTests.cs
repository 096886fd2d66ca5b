using SignalRChat.Contracts;
using SignalRChat.Services.Inbox;

namespace SignalRChat.Tests.Services.Inbox;

public sealed class InboxFollowerTests
{
    private readonly InboxFixture _node = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Updates_follow_the_page_without_a_gap_whatever_is_busy(int seed)
    {
        var random = new Random(seed);
        _node.Change("alice", "lobby");
        InboxHearer[] devices = [await _node.FollowAsync("alice"), await _node.FollowAsync("alice")];

        for (var i = 0; i < 300; i++)
        {
            var device = devices[random.Next(2)];
            switch (random.Next(8))
            {
                case 0:
                    device.BeBusy();
                    break;
                case 1:
                    device.BeReady();
                    break;
                case 2:
                    await _node.FollowAsync(device, device.Cursor, limit: 2);
                    break;
                default:
                    _node.Change("alice", $"room{random.Next(9)}");
                    break;
            }
        }

        foreach (var device in devices)
        {
            device.BeReady();
            _node.Followers.Changed(["alice"]);
            await device.ReachAsync(_node.Inboxes.HeadOf("alice"));
            Assert.Equal(0, device.Gaps);
            Assert.Equal(_node.Inboxes.RevisionsOf("alice"), device.Revisions);
        }
    }

    [Fact]
    public async Task A_change_while_the_page_is_read_is_sent()
    {
        var alice = new InboxHearer("alice");
        var follower = _node.Followers.Begin(alice.Session);
        var page = await _node.Inboxes.ReadInboxAsync("alice", 0, 10, CancellationToken.None);

        _node.Change("alice", "lobby");
        alice.TakePage(page, isReset: true);
        _node.Followers.Start(follower, page, page.Epoch, after: 0);

        await alice.ReachAsync(1);
        Assert.Equal(0, Assert.Single(alice.Updates).After);
    }

    [Fact]
    public async Task A_client_that_does_not_read_costs_one_read_and_then_gets_all()
    {
        var (slow, quick) = (await _node.FollowAsync("alice"), await _node.FollowAsync("alice"));
        slow.BeBusy();
        _node.Change("alice", "room0");
        await slow.ReachAsync(1);
        await quick.ReachAsync(1);
        for (var i = 1; i < 50; i++)
        {
            _node.Change("alice", $"room{i}");
            await quick.ReachAsync(i + 1);
        }
        var reads = _node.Inboxes.Reads;
        Assert.Single(slow.Updates);

        slow.BeReady();

        await slow.ReachAsync(50);
        Assert.Equal((2, 0, reads + 1), (slow.Updates.Count, slow.Gaps, _node.Inboxes.Reads));
    }

    [Fact]
    public async Task A_call_that_follows_again_ends_the_read_of_the_earlier_cursor()
    {
        for (var i = 0; i < 3; i++)
            _node.Inboxes.Change("alice", $"room{i}");
        var alice = await _node.FollowAsync("alice");
        var hold = new TaskCompletionSource();
        _node.Inboxes.Hold = hold.Task;
        _node.Change("alice", "room3");
        await Eventually.EqualAsync(2, () => _node.Inboxes.Reads, "the read of the update");

        // The client has lost what it had, and begins anew with a small page.
        _node.Inboxes.Hold = Task.CompletedTask;
        await _node.FollowAsync(alice, after: 0, limit: 1);
        var next = new TaskCompletionSource();
        _node.Inboxes.Hold = next.Task;
        _node.Change("alice", "room4");
        await Eventually.EqualAsync(4, () => _node.Inboxes.Reads, "the read of the next update");
        hold.SetResult();
        next.SetResult();

        await alice.ReachAsync(5);
        Assert.Equal((0, 5), (alice.Gaps, alice.Revisions.Count));
        Assert.Equal(1, _node.Followers.Count);
    }

    [Fact]
    public async Task A_session_that_ends_follows_no_more()
    {
        _node.Inboxes.Change("alice", "lobby");
        var alice = await _node.FollowAsync("alice");
        var other = await _node.FollowAsync("alice");
        Assert.Equal((2, 1), (_node.Followers.Count, _node.Watched.Count));

        alice.Session.Close();
        _node.Change("alice", "lobby");
        await other.ReachAsync(2);
        other.Session.Close();

        Assert.Empty(alice.Updates);
        Assert.Equal((0, 0), (_node.Followers.Count, _node.Watched.Count));
        Assert.Throws<OperationCanceledException>(() => _node.Followers.Begin(alice.Session));
        Assert.Equal(0, _node.Followers.Count);
    }

    /// <summary>Regression: rooms that only the other token permits stayed away, and rooms that it hides stayed.</summary>
    [Fact]
    public async Task A_token_for_other_rooms_begins_another_epoch_for_the_client()
    {
        _node.Inboxes.Change("alice", "lobby");
        var alice = await _node.FollowAsync("alice");

        alice.Session.Part!.GrantChanged();
        _node.Change("alice", "lobby");
        await alice.ReachAsync(2);
        Assert.Equal("epoch", alice.Epoch);
        alice.Session.Grant = new() { Rooms = ["news"] };
        alice.Session.Part!.GrantChanged();

        await Eventually.TrueAsync(() => alice.Epoch != "epoch", "another epoch");
        Assert.StartsWith("epoch.", alice.Epoch, StringComparison.Ordinal);
        Assert.Empty(alice.Updates[^1].Entries);
        Assert.Equal("epoch", _node.Rooms.Epoch);
    }

    [Fact]
    public void The_order_of_the_rooms_in_a_token_makes_no_other_epoch()
    {
        var alice = new InboxHearer("alice").Session;
        string EpochWith(params string[] rooms)
        {
            alice.Grant = new() { Rooms = rooms };
            return InboxEpoch.Of(alice, "epoch");
        }

        Assert.Equal(EpochWith("a", "b"), EpochWith("b", "a"));
        Assert.NotEqual(EpochWith("a", "b"), EpochWith("a", "c"));
    }

    /// <summary>Regression: a failed call ended the updates of a connection that followed.</summary>
    [Fact]
    public async Task A_call_that_fails_leaves_the_connection_where_it_was()
    {
        _node.Inboxes.Change("alice", "lobby");
        var alice = await _node.FollowAsync("alice");
        var follower = _node.Followers.Begin(alice.Session);
        _node.Change("alice", "room0");

        follower.Resume();

        await alice.ReachAsync(2);
        Assert.Equal(0, alice.Gaps);
        // Without a page there is nothing to continue from.
        _node.Followers.Begin(new InboxHearer("alice").Session).Resume();
        _node.Change("alice", "room1");
        await alice.ReachAsync(3);
    }

    [Fact]
    public async Task Another_epoch_is_shown_by_an_empty_update()
    {
        _node.Inboxes.Change("alice", "lobby");
        var alice = await _node.FollowAsync("alice");

        _node.Inboxes.Epoch = "another";
        _node.Followers.MayHaveChanged();

        await Eventually.EqualAsync("another", () => alice.Epoch, "the epoch");
        Assert.Equal(new InboxUpdate { Epoch = "another", After = 1, Through = 1, Entries = [] }.ToString(), alice.Updates[^1].ToString());
        _node.Change("alice", "room");
        await alice.ReachAsync(2);
    }

    [Fact]
    public async Task An_inbox_before_what_its_client_has_begins_another_epoch()
    {
        for (var i = 0; i < 3; i++)
            _node.Inboxes.Change("alice", "lobby");
        var epoch = _node.Rooms.Epoch;
        var alice = await _node.FollowAsync("alice");

        _node.Inboxes.Lose("alice", after: 1);
        _node.Followers.Changed(["alice"]);

        await Eventually.TrueAsync(() => _node.Rooms.Epoch != epoch, "another epoch");
        Assert.Equal(epoch, alice.Epoch);
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_when_the_database_answers()
    {
        var alice = await _node.FollowAsync("alice");
        _node.Inboxes.IsAway = true;
        _node.Change("alice", "lobby");
        await Eventually.EqualAsync(2, () => _node.Inboxes.Reads, "the read that fails");

        _node.Inboxes.IsAway = false;
        await Eventually.HoldsAsync(() =>
        {
            // As the reconciler does once a second.
            _node.Followers.RetryFailed();
            return Task.FromResult(alice.Cursor == 1);
        });
    }

    [Fact]
    public async Task Few_read_at_a_time_however_many_follow()
    {
        var hold = new TaskCompletionSource();
        var all = new List<InboxHearer>();
        for (var i = 0; i < 20; i++)
            all.Add(await _node.FollowAsync($"user{i}"));
        _node.Inboxes.Hold = hold.Task;

        for (var i = 0; i < 20; i++)
            _node.Change($"user{i}", "lobby");
        await Eventually.EqualAsync(24, () => _node.Inboxes.Reads, "the reads at once");
        hold.SetResult();

        foreach (var hearer in all)
            await hearer.ReachAsync(1);
        Assert.Equal(4, _node.Inboxes.MostInFlight);
    }
}
