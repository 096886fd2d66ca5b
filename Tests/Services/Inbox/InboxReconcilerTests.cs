using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Inbox;

namespace SignalRChat.Tests.Services.Inbox;

public sealed class InboxReconcilerTests : IAsyncDisposable
{
    private readonly InboxFixture _node = new();
    private readonly FakeTimeProvider _time = new();
    private readonly InboxReconciler _reconciler;

    public InboxReconcilerTests() => _reconciler = new(
        _node.Followers, _node.Inboxes, Options.Create(new FeedOptions()), _time, NullLogger<InboxReconciler>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _reconciler.StopAsync(CancellationToken.None);
        _reconciler.Dispose();
    }

    [Fact]
    public async Task It_asks_once_a_second_while_someone_follows_and_finds_what_other_nodes_changed()
    {
        _node.Inboxes.Changed = [];
        await _reconciler.StartAsync(CancellationToken.None);
        Assert.Equal(0, ChangeReadsIn(seconds: 5));
        var (alice, bob) = (await _node.FollowAsync("alice"), await _node.FollowAsync("bob"));
        Assert.Equal(2, ChangeReadsIn(seconds: 2));
        await Eventually.EqualAsync(4, () => _node.Inboxes.Reads, "the reads of the first round, which marks all");

        _node.Inboxes.Change("alice", "lobby");
        _node.Inboxes.Change("bob", "lobby");
        _node.Inboxes.Changed = ["alice", "carol"];
        Assert.Equal(1, ChangeReadsIn(seconds: 1));
        await alice.ReachAsync(1);
        Assert.Equal(5, _node.Inboxes.Reads);

        _node.Inboxes.IsAway = true;
        ChangeReadsIn(seconds: 1);
        _node.Inboxes.IsAway = false;
        ChangeReadsIn(seconds: 1);
        await bob.ReachAsync(1);

        alice.Session.Close();
        bob.Session.Close();
        Assert.Equal(0, ChangeReadsIn(seconds: 5));
    }

    [Fact]
    public async Task With_one_node_it_reads_all_now_and_then()
    {
        var alice = await _node.FollowAsync("alice");
        await _reconciler.StartAsync(CancellationToken.None);
        _node.Inboxes.Change("alice", "lobby");

        ChangeReadsIn(seconds: 29);
        Assert.Equal(0, alice.Cursor);
        ChangeReadsIn(seconds: 1);

        await alice.ReachAsync(1);
    }

    private int ChangeReadsIn(int seconds)
    {
        var before = _node.Inboxes.ChangeReads;
        for (var i = 0; i < seconds; i++)
            _time.Advance(TimeSpan.FromSeconds(1));
        return _node.Inboxes.ChangeReads - before;
    }
}
