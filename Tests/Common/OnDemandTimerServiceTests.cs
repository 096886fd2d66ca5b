using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Common;

namespace SignalRChat.Tests.Common;

public sealed class OnDemandTimerServiceTests : IDisposable
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _log = new();
    private readonly Work _work;

    public OnDemandTimerServiceTests() => _work = new Work(_time, _log);

    private static CancellationToken Cancel => CancellationToken.None;

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Nothing_comes_unasked()
    {
        await _work.StartAsync(Cancel);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _work.Rounds);
    }

    [Fact]
    public async Task A_round_comes_once_when_it_is_due()
    {
        await _work.StartAsync(Cancel);
        _work.Ask(_second);
        _time.Advance(_second - _moment);
        Assert.Equal(0, _work.Rounds);

        _time.Advance(_moment);
        _time.Advance(_second);
        Assert.Equal(1, _work.Rounds);
    }

    [Fact]
    public async Task Of_two_the_earlier_counts()
    {
        await _work.StartAsync(Cancel);
        _work.Ask(2 * _second);
        _work.Ask(_second);
        _work.Ask(3 * _second);
        _time.Advance(_second);
        Assert.Equal(1, _work.Rounds);

        _time.Advance(5 * _second);
        Assert.Equal(1, _work.Rounds);
    }

    [Fact]
    public async Task What_was_asked_for_before_the_start_is_not_forgotten()
    {
        _work.Ask(_second);
        _time.Advance(_second);
        await _work.StartAsync(Cancel);
        _time.Advance(_moment);
        Assert.Equal(1, _work.Rounds);
    }

    [Fact]
    public async Task What_becomes_due_while_a_round_runs_comes_after_it()
    {
        var round = await StartWithRoundAsync();
        _work.Ask(_second);
        _time.Advance(2 * _second);
        Assert.Equal(1, _work.Rounds);

        round.SetResult();
        _time.Advance(_moment);
        Assert.Equal(2, _work.Rounds);
    }

    [Fact]
    public async Task A_round_that_fails_is_logged_and_the_next_one_comes()
    {
        await _work.StartAsync(Cancel);
        _work.Hold().SetException(new InvalidOperationException("defect"));
        _work.Ask(_second);
        _time.Advance(_second);
        Assert.Equal((1, LogLevel.Error), (_work.Rounds, _log.LatestRecord.Level));

        _work.Ask(_second);
        _time.Advance(_second);
        Assert.Equal(2, _work.Rounds);
    }

    [Fact]
    public async Task A_stop_waits_for_the_round_that_runs_and_no_other_comes()
    {
        var round = await StartWithRoundAsync();
        var stop = _work.StopAsync(Cancel);
        Assert.False(stop.IsCompleted);

        round.SetResult();
        await stop;
        _work.Ask(_second);
        _time.Advance(_second);
        Assert.Equal(1, _work.Rounds);
    }

    /// <summary>A service whose round runs until this is set.</summary>
    private async Task<TaskCompletionSource> StartWithRoundAsync()
    {
        await _work.StartAsync(Cancel);
        var round = _work.Hold();
        _work.Ask(_second);
        _time.Advance(_second);
        return round;
    }

    private sealed class Work(TimeProvider time, ILogger logger) : OnDemandTimerService(time, logger)
    {
        private TaskCompletionSource? _held;

        public int Rounds { get; private set; }

        public void Ask(TimeSpan delay) => DueIn(delay);

        /// <summary>The next round runs until this is set.</summary>
        public TaskCompletionSource Hold() => _held = new TaskCompletionSource();

        protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
        {
            Rounds++;
            if (Interlocked.Exchange(ref _held, null) is { } held)
                await held.Task;
        }
    }
}
