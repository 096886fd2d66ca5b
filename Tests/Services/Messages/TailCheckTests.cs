using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Messages;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Services.Messages;

public sealed class TailCheckTests
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(250);

    private readonly Clock _time = new();
    private readonly MemoryStore _store = new();
    private readonly Path _path = new();

    [Fact]
    public async Task It_asks_once_a_second_and_four_times_as_often_while_hints_may_be_lost()
    {
        var options = Options.Create(new FeedOptions());
        var feeds = new RoomFeeds(_store, options, TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        var hearer = new FeedHearer();
        await feeds.AttachAsync(MemoryStore.Room, "alice", hearer.Outlet, (_, _) => { }, CancellationToken.None);
        using var check = new TailCheck(feeds, _store, _path, options, _time, NullLogger<TailCheck>.Instance);
        var atStart = _store.HeadReads;
        await check.StartAsync(CancellationToken.None);
        await _time.IsTicking.WaitAsync(TestClient.Deadline);

        await AssertInTwoSecondsAsync(mayLose: false, reads: 2);
        await AssertInTwoSecondsAsync(mayLose: true, reads: 8);

        // Once more at once, for what was lost just before it healed, and then again each second.
        await AssertInTwoSecondsAsync(mayLose: false, reads: 2);
        await check.StopAsync(CancellationToken.None);
        Assert.Equal(atStart + 12, _store.HeadReads);
    }

    private async Task AssertInTwoSecondsAsync(bool mayLose, int reads)
    {
        _path.MayLose = mayLose;
        var before = _store.HeadReads;
        for (var i = 0; i < 8; i++)
        {
            var rounds = _path.Asked;
            _time.Advance(_step);
            await Eventually.EqualAsync(rounds + 1, () => _path.Asked, "rounds of the tail check");
        }
        await Eventually.EqualAsync(before + reads, () => _store.HeadReads, "reads of the heads");
    }

    private sealed class Path : IHintPath
    {
        public bool MayLose { get; set; }

        public int Asked { get; private set; }

        public bool MayLoseHints
        {
            get
            {
                Asked++;
                return MayLose;
            }
        }
    }

    /// <summary>Tells when the first timer is there: what passes before it does not count for it.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _isTicking = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsTicking => _isTicking.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _isTicking.TrySetResult();
            return timer;
        }
    }
}
