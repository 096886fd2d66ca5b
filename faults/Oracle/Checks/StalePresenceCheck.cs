using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle.Checks;

/// <summary>
/// Whoever is away for the time promised is not shown as present, and whoever is there for that time is. While Redis is hindered,
/// by which nodes tell each other who is there, nobody can tell who goes; those who were there before and stayed must be shown,
/// by nodes that were up before and stayed up.
/// </summary>
internal sealed class StalePresenceCheck : ICheck
{
    /// <summary>Within this time what a node has to tell is told where Redis is well.</summary>
    private const long Told = 5_000_000;

    /// <summary>A node holds back for so long that somebody has gone; where it is lost meanwhile, its users go with it.</summary>
    private const long HeldBack = 5_000_000;

    public Check Finds => Check.StalePresence;

    public IEnumerable<Violation> Find(Case run) => Asked(run)
        .Where(asked => asked.Sample.Users.Contains(asked.User) != asked.IsThere)
        .Select(asked => new Violation(
            Check.StalePresence, $"{asked.User} is {(asked.IsThere ? "there and was not" : "away and was")} shown in {asked.Sample.Room} at {asked.Sample.At / 1000} ms."));

    /// <summary>How often somebody had to be shown, or must not be, whichever are fewer.</summary>
    public int Looked(Case run)
    {
        var asked = Asked(run).CountBy(one => one.IsThere).ToDictionary();
        return Math.Min(asked.GetValueOrDefault(true), asked.GetValueOrDefault(false));
    }

    private static IEnumerable<(Present Sample, string User, bool IsThere)> Asked(Case run)
    {
        var within = (long)run.Setup.PresenceWithin.TotalMicroseconds;
        var ofUsers = run.Setup.Members.Keys.ToDictionary(user => user, user => Connectedness.Of(run, user));
        foreach (var sample in run.History.OfType<Present>())
        {
            var (from, to) = (run.Time.Before(sample.At, within), sample.At);
            if (from < 0)
                continue;
            var isTold = !run.Windows.Any(window => FaultNames.ConcernsRedis(window.Name) && window.Begin <= to && window.End >= from);
            var since = ThereSince(run, from, to, within);
            foreach (var (user, connected) in ofUsers)
            {
                if (isTold && IsGone(run, connected.AwaySince(to), from))
                    yield return (sample, user, false);
                else if (since is { } there && connected.Throughout(sample.Room, there, to) && !IsUnaware(run, user, there, to))
                    yield return (sample, user, true);
            }
        }
    }

    // It takes itself to be there, and is not.
    private static bool IsUnaware(Case run, string client, long from, long to) =>
        run.Windows.Any(window => window.Name == FaultNames.Unaware && window.Target == client && window.Begin <= to && window.End >= from);

    private static bool IsGone(Case run, long? since, long by)
    {
        if (since is not { } gone)
            return false;
        var lost = run.Windows.Where(window => FaultNames.ConcernsANode(window.Name) && window.Begin >= gone && window.Begin <= run.Time.After(gone, HeldBack));
        return lost.Select(window => window.Begin).Append(gone).Max() <= by;
    }

    /// <summary>Since when a user must have been there to be shown; none where nobody need be.</summary>
    private static long? ThereSince(Case run, long from, long to, long within)
    {
        bool Counts(FaultWindow window) => window.Begin <= to && (window.End == long.MaxValue || run.Time.After(window.End, within) >= from);
        var withoutRedis = run.Windows.Where(window => FaultNames.ConcernsRedis(window.Name) && Counts(window)).Select(window => window.Begin).DefaultIfEmpty(long.MaxValue).Min();
        if (withoutRedis == long.MaxValue)
            return from;
        var since = Math.Min(from, run.Time.Before(withoutRedis, Told));
        return run.Windows.Any(window => FaultNames.ConcernsANode(window.Name) && window.Begin <= to && window.LeavesTraces(run.Time) >= since) ? null : since;
    }
}
