using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>The progress of each client in each room: the ranges that it passed, and the revisions that it received.</summary>
internal sealed class Reading
{
    private readonly List<(long Through, long At)> _steps = [];

    public List<(long After, long Through)> Ranges { get; } = [];

    public HashSet<long> Revisions { get; } = [];

    public long Cursor { get; private set; }

    public static Dictionary<(string Client, string Room), Reading> Of(Case run)
    {
        var all = new Dictionary<(string, string), Reading>();
        foreach (var heard in run.History.OfType<Heard>().Where(heard => heard.Epoch == run.Truth.Epoch))
        {
            if (!all.TryGetValue((heard.Client, heard.Room), out var reading))
                all.Add((heard.Client, heard.Room), reading = new Reading());
            reading.Take(heard);
        }
        return all;
    }

    public bool HasPassed(long revision)
    {
        foreach (var (after, through) in Ranges)
        {
            if (revision > after && revision <= through)
                return true;
        }
        return false;
    }

    /// <summary>Returns when the client passed a revision; far in the future if it did not.</summary>
    public long PassedAt(long revision)
    {
        if (!HasPassed(revision))
            return long.MaxValue;
        var (low, high) = (0, _steps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _steps[middle].Through >= revision ? (low, middle) : (middle + 1, high);
        }
        return _steps[low].At;
    }

    private void Take(Heard heard)
    {
        Revisions.UnionWith(heard.Revisions());
        if (heard.By != HeardBy.Reset)
        {
            // A cursor that goes back, which is a fault of its own, must not break the order of the steps.
            _steps.Add((_steps.Count == 0 ? heard.Through : Math.Max(_steps[^1].Through, heard.Through), heard.At));
            if (Ranges.Count > 0 && Ranges[^1].Through == heard.After)
                Ranges[^1] = (Ranges[^1].After, heard.Through);
            else
                Ranges.Add((heard.After, heard.Through));
        }
        Cursor = heard.Through;
    }
}
