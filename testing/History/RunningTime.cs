namespace SignalRChat.Testing;

/// <summary>The time during which the machine ran, without its standstills, in any unit of time.</summary>
internal sealed class RunningTime(IEnumerable<(long From, long To)> standstills)
{
    private readonly (long From, long To)[] _stood = [.. standstills.Order()];

    public long StoodStill => _stood.Sum(stood => stood.To - stood.From);

    /// <summary>Returns how much of a span ran.</summary>
    public long Between(long from, long to)
    {
        var ran = to - from;
        for (var index = FirstAfter(from); index < _stood.Length && _stood[index].From < to; index++)
            ran -= Math.Min(_stood[index].To, to) - Math.Max(_stood[index].From, from);
        return ran;
    }

    /// <summary>Returns the time at which this much has run since then.</summary>
    public long After(long from, long span)
    {
        var to = from + span;
        for (var index = FirstAfter(from); index < _stood.Length && _stood[index].From < to; index++)
            to += _stood[index].To - Math.Max(_stood[index].From, from);
        return to;
    }

    /// <summary>Returns the time since which this much has run until then.</summary>
    public long Before(long to, long span)
    {
        var from = to - span;
        for (var index = _stood.Length - 1; index >= 0 && _stood[index].To > from; index--)
        {
            if (_stood[index].From < to)
                from -= Math.Min(_stood[index].To, to) - _stood[index].From;
        }
        return from;
    }

    private int FirstAfter(long at)
    {
        var (low, high) = (0, _stood.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _stood[middle].To > at ? (low, middle) : (middle + 1, high);
        }
        return low;
    }
}
