using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Client.Internal;

namespace SignalRChat.Tests.Client;

public sealed class HandlerWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TimeSpan> _reported = [];

    /// <summary>
    /// Regression: if a timer was late by more than the handler had run, as on a busy machine or after a stop of the process,
    /// the app ended.
    /// </summary>
    [Fact]
    public void A_very_late_check_counts_once_and_the_next_is_at_the_next_doubling()
    {
        using var watch = new HandlerWatch(TimeSpan.FromSeconds(5), _time, (_, running) => _reported.Add(running), NullLogger.Instance);
        watch.Begin("MessagesChanged");

        _time.Advance(TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal([TimeSpan.FromSeconds(60)], _reported);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, _reported.Count);
    }
}
