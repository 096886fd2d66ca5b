using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Events;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Services.Feed;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Events;

public sealed class RecentChangesTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryStore _store = new() { Changed = [] };
    private readonly RoomFeeds _feeds;
    private readonly RecentChanges _changes;

    public RecentChangesTests()
    {
        var options = Options.Create(new FeedOptions());
        _feeds = new(_store, new MemberRows(), options, TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        _changes = new(_feeds, _store, options, _time, NullLogger<RecentChanges>.Instance);
    }

    private static CancellationToken Cancel => CancellationToken.None;

    public Task InitializeAsync() => _changes.StartAsync(Cancel);

    public Task DisposeAsync() => _changes.StopAsync(Cancel);

    public void Dispose() => _changes.Dispose();

    private void Commit(string room) => _feeds.Notify(new UpdateFrame(new() { Room = room, Epoch = MemoryStore.FirstEpoch }));

    private string[]? Since(long number, int most = 10) =>
        _changes.Since(number, most) is { } changes ? [.. changes.Select(change => change.Room)] : null;

    /// <summary>The rooms that the database says have changed are noted a second later.</summary>
    private async Task HearAsync(params string[]? rooms)
    {
        var (next, newest) = (_changes.Next, _changes.Newest);
        _store.Changed = rooms;
        _time.Advance(TimeSpan.FromSeconds(1));
        await next.WaitAsync(Eventually.Deadline);
        await Eventually.TrueAsync(() => _changes.Newest >= newest + Math.Max(1, rooms?.Length ?? 0), "the changes");
        _store.Changed = [];
    }

    [Fact]
    public async Task Changes_of_this_node_and_of_others_are_in_one_order_each_room_once()
    {
        await _changes.FollowAsync(Cancel);
        var start = _changes.Newest;
        Commit("a");
        Commit("b");
        await HearAsync("c", "a");

        Assert.Equal(["b", "c", "a"], Since(start)!);
        Assert.Equal(["b", "c"], Since(start, most: 2)!);
        Assert.Equal(["c", "a"], Since(_changes.Since(start, 1)![0].Number)!);
        Assert.Empty(Since(_changes.Newest)!);
    }

    [Fact]
    public async Task After_a_failed_read_and_in_another_epoch_any_room_may_have_changed()
    {
        await _changes.FollowAsync(Cancel);
        var start = _changes.Newest;
        _store.IsAway = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        _store.IsAway = false;
        await HearAsync();
        Assert.Null(Since(start));

        var later = _changes.Newest;
        await _store.BeginEpochAsync(MemoryStore.FirstEpoch, Cancel);
        await HearAsync();
        Assert.Null(Since(later));
    }

    [Fact]
    public async Task It_follows_only_while_it_is_asked()
    {
        Commit("a");
        Assert.Equal(0, _changes.Newest);
        await _changes.FollowAsync(Cancel);
        var start = _changes.Newest;
        Commit("a");
        Assert.Equal(["a"], Since(start)!);

        for (var second = 0; second < 61; second++)
            _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.EqualAsync(null, () => Since(start), "the changes of a node that is not asked");
        var atRest = _changes.Newest;
        Commit("a");
        Assert.Equal(atRest, _changes.Newest);

        await _changes.FollowAsync(Cancel);
        Assert.Null(Since(atRest));
    }

    [Fact]
    public async Task Of_more_rooms_than_it_remembers_the_oldest_are_forgotten()
    {
        await _changes.FollowAsync(Cancel);
        var start = _changes.Newest;
        for (var number = 0; number <= 65_536; number++)
            Commit($"r{number}");

        Assert.Null(Since(start));
        Assert.Equal(["r1", "r2"], Since(start + 1, most: 2)!);
    }
}
