using System.Net;
using System.Runtime.InteropServices;

namespace SignalRChat.Hosting.Logs;

/// <summary>Counts the lines of one kind within the period. It holds at most as many addresses as lines may be written.</summary>
internal sealed class LogKind(string category, EventId eventId, LogLimitOptions limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _written;
    private int _leftOut;
    private bool _wroteStack;
    private long _beganAt;
    private LogLevel _level;

    public string Category => category;

    public EventId EventId => eventId;

    /// <summary>Whether a line may be written now.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="source">The client that caused it, if it is known.</param>
    /// <param name="hasStack">It has an exception with a stack.</param>
    /// <param name="clock">The time.</param>
    public LogAdmission Admit(LogLevel level, IPAddress? source, bool hasStack, TimeProvider clock)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (_beganAt == 0 || clock.GetElapsedTime(_beganAt, now) >= LogLimitOptions.Period)
                Begin(now);
            if (_written >= limits.Lines || (source is not null && _byAddress.GetValueOrDefault(source) >= limits.LinesPerAddress))
            {
                _level = level > _level ? level : _level;
                return _leftOut++ == 0 ? LogAdmission.FirstLeftOut : LogAdmission.LeftOut;
            }
            _written++;
            if (source is not null)
                CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, source, out _)++;
            if (hasStack && _wroteStack)
                return LogAdmission.WithoutStack;
            _wroteStack |= hasStack;
            return LogAdmission.Whole;
        }
    }

    /// <summary>How many were left out since this was called last, and the highest level among them.</summary>
    public (int Count, LogLevel Level) TakeLeftOut()
    {
        lock (_gate)
        {
            var taken = (_leftOut, _level);
            (_leftOut, _level) = (0, LogLevel.Trace);
            return taken;
        }
    }

    private void Begin(long now)
    {
        _beganAt = now;
        _written = 0;
        _wroteStack = false;
        _byAddress.Clear();
    }
}

internal enum LogAdmission
{
    Whole,
    WithoutStack,

    /// <summary>The first that is left out since the summary was written last.</summary>
    FirstLeftOut,
    LeftOut,
}
