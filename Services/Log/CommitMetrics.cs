using System.Diagnostics.Metrics;

namespace SignalRChat.Services.Log;

/// <summary>The metrics of commits, for the operator.</summary>
internal sealed class CommitMetrics : IDisposable
{
    public const string MeterName = "SignalRChat.Messages";

    private static readonly InstrumentAdvice<double> _seconds =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] };
    private static readonly InstrumentAdvice<int> _commands = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500] };

    private readonly Meter _meter;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<int> _batchSize;
    private readonly Counter<long> _unavailable;

    public CommitMetrics(IMeterFactory meters, CommandQueue log)
    {
        _meter = meters.Create(MeterName);
        _commitDuration = _meter.CreateHistogram(
            "signalrchat.commit.duration", "s", "Duration of a committed transaction.", null, _seconds);
        _batchSize = _meter.CreateHistogram(
            "signalrchat.commit.batch.size", "{command}", "Messages and other commands in one transaction.", null, _commands);
        _unavailable = _meter.CreateCounter<long>(
            "signalrchat.commit.unavailable", "{command}", "Commands rejected because the database did not answer.");
        _meter.CreateObservableGauge(
            "signalrchat.commit.waiting", () => log.Queue.Count, "{command}", "Commands that wait for the database.");
        _meter.CreateObservableGauge(
            "signalrchat.commit.set_aside", () => log.Held.Count, "{command}", "Commands that wait for a room of another node.");
    }

    public void Committed(int commands, TimeSpan took)
    {
        _batchSize.Record(commands);
        _commitDuration.Record(took.TotalSeconds);
    }

    public void Unavailable(int commands) => _unavailable.Add(commands);

    public void Dispose() => _meter.Dispose();
}
