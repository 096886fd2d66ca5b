using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

public sealed class HeadReconcilerTests
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryStore _store = new();
    private readonly Path _path = new();

    [Fact]
    public async Task It_asks_once_a_second_and_more_often_while_notifications_may_be_lost()
    {
        var options = Options.Create(new FeedOptions());
        var feeds = new RoomFeeds(_store, new MemberRows(), options, TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        var hearer = new FeedHearer();
        await feeds.SubscribeAsync(MemoryStore.Room, "alice", hearer.Outbound, (_, _) => { }, CancellationToken.None);
        using var check = new HeadReconciler(feeds, _store, _path, options, _time, NullLogger<HeadReconciler>.Instance);
        var atStart = _store.HeadReads;
        await check.StartAsync(CancellationToken.None);

        AssertInTwoSeconds(reads: 2);
        _path.Doubt();
        AssertInTwoSeconds(reads: 8);

        // Once more at once, for notifications lost just before the recovery, and then again each second.
        _path.MayBeLossy = false;
        AssertInTwoSeconds(reads: 2);
        await check.StopAsync(CancellationToken.None);
        Assert.Equal(atStart + 12, _store.HeadReads);
    }

    [Fact]
    public async Task A_head_before_what_members_have_begins_another_epoch()
    {
        var options = Options.Create(new FeedOptions());
        var feeds = new RoomFeeds(_store, new MemberRows(), options, TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        var hearer = new FeedHearer();
        _store.Commit([0, 0, 0]);
        hearer.Member = await feeds.SubscribeAsync(MemoryStore.Room, "alice", hearer.Outbound, (_, _) => { }, CancellationToken.None);
        hearer.Member.Feed.TryAdmit(hearer.Member, 3, _store.Epoch);
        hearer.Member.Start();
        using var check = new HeadReconciler(feeds, _store, _path, options, _time, NullLogger<HeadReconciler>.Instance);
        await check.StartAsync(CancellationToken.None);

        _store.Lose(after: 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.EqualAsync($"after {MemoryStore.FirstEpoch}", () => hearer.Epoch, "the epoch");
        Assert.Equal((1, 1), (hearer.Updates[^1].After, hearer.Updates[^1].Through));
        await check.StopAsync(CancellationToken.None);
    }

    /// <summary>
    /// No notification announces the commits of a node without Redis. Other nodes' commits are announced within milliseconds.
    /// </summary>
    [Fact]
    public async Task It_counts_once_each_change_that_no_notification_announced()
    {
        var options = Options.Create(new FeedOptions());
        var feeds = new RoomFeeds(_store, new MemberRows(), options, TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        var hearer = new FeedHearer();
        _store.Post();
        await feeds.SubscribeAsync(MemoryStore.Room, "alice", hearer.Outbound, (_, _) => { }, CancellationToken.None);
        using var check = new HeadReconciler(feeds, _store, _path, options, _time, NullLogger<HeadReconciler>.Instance);
        await check.StartAsync(CancellationToken.None);
        AssertInTwoSeconds(reads: 2);

        feeds.Notify(new UpdateFrame(_store.Post()));
        AssertInTwoSeconds(reads: 2);
        Assert.Equal(0, _path.Found);

        _store.Post();
        AssertInTwoSeconds(reads: 2);
        AssertInTwoSeconds(reads: 2);
        Assert.Equal(1, _path.Found);
        await check.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task It_says_so_in_an_epoch_whose_numbers_are_lower_too()
    {
        var options = Options.Create(new FeedOptions());
        var feeds = new RoomFeeds(_store, new MemberRows(), options, TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        var hearer = new FeedHearer();
        await feeds.SubscribeAsync(MemoryStore.Room, "alice", hearer.Outbound, (_, _) => { }, CancellationToken.None);
        using var check = new HeadReconciler(feeds, _store, _path, options, _time, NullLogger<HeadReconciler>.Instance);
        await check.StartAsync(CancellationToken.None);
        feeds.Notify(new UpdateFrame(_store.Commit(new int[9])));
        AssertInTwoSeconds(reads: 2);
        _store.Lose(after: 1);
        await _store.BeginEpochAsync(_store.Epoch, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));

        _store.Post();
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, _path.Found);
        await check.StopAsync(CancellationToken.None);
    }

    /// <summary>The law of its cost: the rooms that changed, and not the rooms of the node.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1_000)]
    public async Task It_reads_the_heads_of_rooms_that_changed_and_now_and_then_of_all(int rooms)
    {
        var feeds = NewFeeds();
        for (var i = 0; i < rooms; i++)
            await feeds.SubscribeAsync($"room{i}", "alice", new FeedHearer().Outbound, (_, _) => { }, CancellationToken.None);
        _store.Changed = [];
        using var check = await StartAsync(feeds);
        Assert.Equal(rooms, HeadsReadIn(seconds: 1));
        Assert.Equal(0, HeadsReadIn(seconds: 5));
        _store.Changed = ["room3", "room7", "elsewhere"];
        Assert.Equal(2, HeadsReadIn(seconds: 1));
        _store.Changed = [];
        Assert.Equal(0, HeadsReadIn(seconds: 5));

        _store.IsAway = true;
        _store.Changed = ["room3"];
        _time.Advance(TimeSpan.FromSeconds(1));
        _store.IsAway = false;
        _store.Changed = [];

        Assert.Equal(rooms, HeadsReadIn(seconds: 1));
        Assert.Equal(rooms, HeadsReadIn(seconds: 31));
        await check.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_lost_notification_counts_in_the_round_after_its_change()
    {
        var feeds = NewFeeds();
        await feeds.SubscribeAsync(MemoryStore.Room, "alice", new FeedHearer().Outbound, (_, _) => { }, CancellationToken.None);
        _store.Changed = [];
        using var check = await StartAsync(feeds);
        HeadsReadIn(seconds: 2);

        _store.Post();
        _store.Changed = [MemoryStore.Room];
        HeadsReadIn(seconds: 1);
        _store.Changed = [];

        Assert.Equal(0, _path.Found);
        HeadsReadIn(seconds: 1);
        Assert.Equal(1, _path.Found);
        HeadsReadIn(seconds: 5);
        Assert.Equal(1, _path.Found);
        await check.StopAsync(CancellationToken.None);
    }

    /// <summary>The feed has read its room before the change, and is not ready to be told of it when the change is found.</summary>
    [Fact]
    public async Task A_change_that_is_found_while_a_feed_starts_is_delivered()
    {
        var feeds = NewFeeds();
        _store.Changed = [];
        using var check = await StartAsync(feeds);
        HeadsReadIn(seconds: 1);
        var hold = new TaskCompletionSource();
        _store.Hold = hold.Task;
        var hearer = new FeedHearer();
        var starting = feeds.SubscribeAsync(MemoryStore.Room, "alice", hearer.Outbound, (_, _) => { }, CancellationToken.None);
        await Eventually.EqualAsync(1, () => _store.Reads, "the read of the start");

        _store.Post();
        _store.Changed = [MemoryStore.Room];
        HeadsReadIn(seconds: 1);
        _store.Changed = [];
        hold.SetResult();
        hearer.Member = await starting;
        hearer.Member.Feed.TryAdmit(hearer.Member, 1, _store.Epoch);
        hearer.Member.Start();
        HeadsReadIn(seconds: 1);

        await hearer.ReachAsync(1);
        await check.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task It_passes_the_changed_rooms_to_a_watch_also_without_members()
    {
        var watch = new Watch();
        var options = Options.Create(new FeedOptions());
        using var check = new HeadReconciler(NewFeeds(), _store, _path, options, _time, NullLogger<HeadReconciler>.Instance, watch);
        await check.StartAsync(CancellationToken.None);
        _store.Changed = ["lobby", "news"];
        HeadsReadIn(seconds: 3);
        Assert.Empty(watch.Heard);

        watch.IsWatching = true;
        HeadsReadIn(seconds: 2);
        Assert.Equal(["any", "lobby news"], watch.Heard);

        // A store that does not know has one node, whose commits the watch knows.
        _store.Changed = null;
        Assert.Equal(0, HeadsReadIn(seconds: 2));
        Assert.Equal(2, watch.Heard.Count);
        await check.StopAsync(CancellationToken.None);
    }

    private RoomFeeds NewFeeds() => new(
        _store, new MemberRows(), Options.Create(new FeedOptions()), TimeProvider.System, NullLogger<RoomFeeds>.Instance);

    private async Task<HeadReconciler> StartAsync(RoomFeeds feeds)
    {
        var options = Options.Create(new FeedOptions());
        var check = new HeadReconciler(feeds, _store, _path, options, _time, NullLogger<HeadReconciler>.Instance);
        await check.StartAsync(CancellationToken.None);
        return check;
    }

    private int HeadsReadIn(int seconds)
    {
        var before = _store.HeadsRead;
        for (var i = 0; i < seconds; i++)
            _time.Advance(TimeSpan.FromSeconds(1));
        return _store.HeadsRead - before;
    }

    private void AssertInTwoSeconds(int reads)
    {
        var before = _store.HeadReads;
        for (var i = 0; i < 8; i++)
            _time.Advance(_step);
        Assert.Equal(before + reads, _store.HeadReads);
    }

    private sealed class Watch : IRoomWatch
    {
        public bool IsWatching { get; set; }

        public List<string> Heard { get; } = [];

        public void Changed(IReadOnlyCollection<string> rooms) => Heard.Add(string.Join(' ', rooms));

        public void MayHaveChanged() => Heard.Add("any");
    }

    private sealed class Path : IChangeNotifications
    {
        public event Action? Doubted;

        public bool MayBeLossy { get; set; }

        public int Found { get; private set; }

        public void FoundUnnotified() => Found++;

        public void Doubt()
        {
            MayBeLossy = true;
            Doubted?.Invoke();
        }
    }
}
