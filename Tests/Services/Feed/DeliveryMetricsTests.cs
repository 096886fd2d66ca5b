using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Common;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

public sealed class DeliveryMetricsTests : IDisposable
{
    private static readonly TimeSpan _age = TimeSpan.FromMilliseconds(7);

    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricCollector<double> _latency;
    private readonly MetricCollector<long> _delivered;
    private readonly FeedFixture _feed;

    public DeliveryMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _feed = new FeedFixture(time: _time, metrics: new DeliveryMetrics(meters, _time));
        _latency = new(meters, CommitMetrics.MeterName, "signalrchat.delivery.duration", _time);
        _delivered = new(meters, CommitMetrics.MeterName, "signalrchat.messages.delivered", _time);
    }

    public void Dispose()
    {
        _latency.Dispose();
        _delivered.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task An_update_is_timed_once_and_counted_for_each_member()
    {
        FeedHearer[] hearers = [await LiveAsync("alice"), await LiveAsync("bob"), await LiveAsync("carol")];

        _feed.Notify(new UpdateFrame(_feed.Store.Commit([0, 0])) { Commits = [Committed(CommitPath.Local)] });

        foreach (var hearer in hearers)
            await hearer.ReachAsync(2);
        await Eventually.EqualAsync(6L, Delivered, "messages delivered");
        var timed = Assert.Single(_latency.GetMeasurementSnapshot());
        Assert.Equal(_age.TotalSeconds, timed.Value, 6);
        Assert.Equal("local", timed.Tags["path"]);
    }

    /// <summary>A member that is behind receives it late by its own fault, so it is counted and not timed.</summary>
    [Fact]
    public async Task An_update_to_a_member_that_catches_up_is_counted_only()
    {
        var hearer = await LiveAsync("alice");
        hearer.BeBusy();
        _feed.Notify(_feed.Store.Post());
        await hearer.ReachAsync(1);
        _feed.Notify(new UpdateFrame(_feed.Store.Post()) { Commits = [Committed(CommitPath.Local)] });
        await Eventually.EqualAsync(2L, AfterPause, "the feed's position");

        hearer.BeReady();

        await hearer.ReachAsync(2);
        await Eventually.EqualAsync(2L, Delivered, "messages delivered");
        Assert.Empty(_latency.GetMeasurementSnapshot());

        // The room pauses while its last update is not written.
        long AfterPause()
        {
            _time.Advance(new FeedOptions().MaxCoalesceDelay);
            return hearer.Member.Feed.Position;
        }
    }

    [Fact]
    public async Task What_was_read_from_the_database_is_timed_from_its_post()
    {
        var hearer = await LiveAsync("alice");

        _feed.Store.Post();
        _feed.CheckTail();

        await hearer.ReachAsync(1);
        await Eventually.EqualAsync(1, () => _latency.GetMeasurementSnapshot().Count, "updates timed");
        Assert.Equal("database", _latency.GetMeasurementSnapshot()[0].Tags["path"]);
    }

    [Fact]
    public void A_commit_of_another_machine_has_its_age_by_this_clock()
    {
        var past = CommitOrigin.By(_time.GetUtcNow() - _age, CommitPath.Backplane, _time);
        var ahead = CommitOrigin.By(_time.GetUtcNow() + _age, CommitPath.Backplane, _time);

        Assert.Equal(_age, _time.GetElapsedTime(past.At));
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(ahead.At));
    }

    private CommitOrigin Committed(CommitPath path) => new(_time.GetTimestamp() - _time.TicksOf(_age), path);

    private long Delivered() => _delivered.GetMeasurementSnapshot().Sum(one => one.Value);

    private async Task<FeedHearer> LiveAsync(string userId)
    {
        var hearer = await _feed.HearAsync(userId: userId);
        await Eventually.EqualAsync(SubscriptionState.Live, () => hearer.Member.State, "the state");
        return hearer;
    }
}
