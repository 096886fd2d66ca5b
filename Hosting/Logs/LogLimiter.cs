using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;

namespace SignalRChat.Hosting.Logs;

/// <summary>
/// Limits the log: of each kind a few lines are written in a period, and at its end one line gives the number left out. Each kind
/// is counted separately, so that a flood of one hides no other.
/// </summary>
internal sealed class LogLimiter : IDisposable
{
    public const string MeterName = "SignalRChat.Logs";

    /// <summary>More kinds than the code of server and framework has. Beyond it the lines of an event count as one kind.</summary>
    private const int MostKinds = 4096;

    private readonly ConcurrentDictionary<Key, LogKind> _kinds = new();
    private readonly ConcurrentQueue<LogKind> _toReport = new();
    private readonly LogLimitOptions _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _summaries;
    private readonly ITimer _timer;
    private readonly Meter _meter;
    private readonly Counter<long> _leftOut;
    private int _isTimerSet;

    /// <param name="options">The limits.</param>
    /// <param name="time">The time.</param>
    /// <param name="meters">Creates the meter.</param>
    /// <param name="summaries">Receives the lines with the number left out; it has no limit.</param>
    public LogLimiter(IOptions<LogLimitOptions> options, TimeProvider time, IMeterFactory meters, ILogger summaries)
    {
        (_limits, _time, _summaries) = (options.Value, time, summaries);
        _meter = meters.Create(MeterName);
        _leftOut = _meter.CreateCounter<long>("signalrchat.logs.left_out", "{line}", "Log lines that were left out, by their category.");
        _timer = time.CreateTimer(
            static limiter => ((LogLimiter)limiter!).Report(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Finds the counter for the lines of one kind.</summary>
    /// <param name="category">The category of the logger.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="text">The text that distinguishes kinds of the event; null if there is no such text.</param>
    /// <param name="exception">The kind of the exception, see <see cref="ExceptionKind"/>; null if there is none.</param>
    public LogKind KindOf(string category, EventId eventId, string? text, string? exception)
    {
        var key = new Key(category, eventId.Id, text, exception);
        if (_kinds.TryGetValue(key, out var kind))
            return kind;
        if (_kinds.Count >= MostKinds)
            key = key with { Text = null, Exception = null };
        return _kinds.GetOrAdd(key, static (key, made) => new LogKind(key.Category, made.eventId, made._limits), (eventId, _limits));
    }

    public LogAdmission Admit(LogKind kind, LogLevel level, IPAddress? source, bool hasStack)
    {
        var admission = kind.Admit(level, source, hasStack, _time);
        if (admission is not (LogAdmission.FirstLeftOut or LogAdmission.LeftOut))
            return admission;
        _leftOut.Add(1, new KeyValuePair<string, object?>("category", kind.Category));
        if (admission == LogAdmission.FirstLeftOut)
        {
            _toReport.Enqueue(kind);
            if (Interlocked.Exchange(ref _isTimerSet, 1) == 0)
                _timer.Change(LogLimitOptions.Period, Timeout.InfiniteTimeSpan);
        }
        return admission;
    }

    /// <summary>Writes the number of lines left out so far.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Report();
        _meter.Dispose();
    }

    private void Report()
    {
        Volatile.Write(ref _isTimerSet, 0);
        for (var left = _toReport.Count; left > 0 && _toReport.TryDequeue(out var kind); left--)
        {
            var (count, level) = kind.TakeLeftOut();
            HostingLog.LinesSuppressed(_summaries, level, count, kind.Category, kind.EventId.Id, LogLimitOptions.Period.TotalSeconds);
        }
    }

    private readonly record struct Key(string Category, int EventId, string? Text, string? Exception);
}
