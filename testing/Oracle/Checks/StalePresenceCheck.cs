using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A user who has been away for the guaranteed time is not shown as present; a user who has been present for that time is.
/// While Redis is disturbed, nodes cannot learn of users who leave. Users who were present before and stayed must still be
/// shown, by nodes that ran before and kept running.
/// </summary>
internal sealed class StalePresenceCheck : ICheck
{
    /// <summary>While Redis works, a node publishes a change within this time.</summary>
    private const long PublishDelay = 5_000_000;

    /// <summary>
    /// A node delays a user's leave by this time. If the node is lost meanwhile, its users disappear with it.
    /// </summary>
    private const long HeldBack = 5_000_000;

    public Check Finds => Check.StalePresence;

    public IEnumerable<Violation> Find(Case run) => Asked(run)
        .Where(asked => asked.Sample.Users.Contains(asked.User) != asked.IsThere)
        .Select(asked => new Violation(
            Check.StalePresence,
            $"{asked.User} is {(asked.IsThere ? "there and was not" : "away and was")} shown "
            + $"in {asked.Sample.Room} at {asked.Sample.At / 1000} ms."));

    /// <summary>How often a user had to be shown or hidden, whichever is less often.</summary>
    public int Looked(Case run)
    {
        var asked = Asked(run).CountBy(one => one.IsThere).ToDictionary();
        return Math.Min(asked.GetValueOrDefault(true), asked.GetValueOrDefault(false));
    }

    private static IEnumerable<(Present Sample, string User, bool IsThere)> Asked(Case run)
    {
        var within = (long)run.Setup.PresenceWithin.TotalMicroseconds;
        var ofUsers = run.Setup.Members.Keys.Where(user => !run.Setup.Services.Contains(user))
            .ToDictionary(user => user, user => Connectedness.Of(run, user));
        foreach (var sample in run.History.OfType<Present>())
        {
            var (from, to) = (run.Time.Before(sample.At, within), sample.At);
            if (from < 0)
                continue;
            var isAnnounced = !run.Windows.Any(window => FaultNames.ConcernsRedis(window.Name) && window.Begin <= to && window.End >= from);
            var since = ThereSince(run, from, to, within);
            foreach (var (user, connected) in ofUsers)
            {
                if (isAnnounced && IsGone(run, connected.AwaySince(to), from))
                    yield return (sample, user, false);
                else if (since is { } there && connected.Throughout(sample.Room, there, to) && !IsUnaware(run, user, there, to))
                    yield return (sample, user, true);
            }
        }
    }

    // The client believes that it is connected, and it is not.
    private static bool IsUnaware(Case run, string client, long from, long to) =>
        run.Windows.Any(window => window.Name == FaultNames.Unaware && window.Target == client && window.Begin <= to && window.End >= from);

    private static bool IsGone(Case run, long? since, long by)
    {
        if (since is not { } gone)
            return false;
        var lost = run.Windows.Where(window => FaultNames.ConcernsANode(window.Name)
            && window.Begin >= gone && window.Begin <= run.Time.After(gone, HeldBack));
        return lost.Select(window => window.Begin).Append(gone).Max() <= by;
    }

    /// <summary>The time since which a user must have been present to be shown; null if no user must be shown.</summary>
    private static long? ThereSince(Case run, long from, long to, long within)
    {
        bool Counts(FaultWindow window) =>
            window.Begin <= to && (window.End == long.MaxValue || run.Time.After(window.End, within) >= from);
        var withoutRedis = run.Windows.Where(window => FaultNames.ConcernsRedis(window.Name) && Counts(window))
            .Select(window => window.Begin).DefaultIfEmpty(long.MaxValue).Min();
        if (withoutRedis == long.MaxValue)
            return from;
        var since = Math.Min(from, run.Time.Before(withoutRedis, PublishDelay));
        var isLost = run.Windows.Any(window => FaultNames.ConcernsANode(window.Name)
            && window.Begin <= to && window.LeavesTraces(run.Time) >= since);
        return isLost ? null : since;
    }
}
