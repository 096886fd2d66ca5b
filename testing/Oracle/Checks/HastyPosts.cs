using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// Posts of a plain member that follow one another faster than any slow mode permits, in a room that has one. The nodes compare the times
/// of their clocks, so the check skips the time of wrong clocks.
/// </summary>
internal static class HastyPosts
{
    /// <summary>The shortest slow mode. The nodes count whole milliseconds.</summary>
    private const long Shortest = 999_000;

    public static IEnumerable<Violation> Find(Case run) => Pairs(run)
        .Where(pair => pair.Second.EndedAt - pair.First.Invoked.At < Shortest)
        .Select(pair => new Violation(
            Check.Intruder,
            $"{pair.Second.Invoked.Client} posted {pair.Second.Invoked.Text} in the slow mode of {pair.Second.Invoked.Room}, "
            + $"at most {(pair.Second.EndedAt - pair.First.Invoked.At) / 1000} ms after the post before."));

    /// <summary>Returns the number of posts that slow mode had to hold back if they came too early.</summary>
    public static int Looked(Case run) => Pairs(run).Count();

    private static IEnumerable<(Call First, Call Second)> Pairs(Case run)
    {
        var (slow, moderators) = (Restriction.OfSlowMode(run), Restriction.OfModerators(run));
        var changes = run.Calls.Where(call => call.Invoked.Kind == OpKind.SetSlowMode).ToLookup(call => call.Invoked.Room);
        var clocks = run.Windows.Where(window => window.Name == FaultNames.Clock)
            .Select(window => (window.Begin, End: window.LeavesTraces(run.Time))).ToArray();
        foreach (var posts in run.Calls
            .Where(call => call is { Invoked: { Kind: OpKind.Post, IsRepeat: false }, Ok.Duplicate: false } && slow.CoverSurely(call))
            .GroupBy(call => (call.Invoked.Client, call.Invoked.Room)))
        {
            if (run.Setup.Services.Contains(posts.Key.Client))
                continue;
            foreach (var (first, second) in posts.Zip(posts.Skip(1)))
            {
                var (from, to) = (first.Invoked.At, second.EndedAt);
                // With another slow mode the server may forget the post before.
                if (!moderators.MayCover(second)
                    && !changes[posts.Key.Room].Any(change => change.Invoked.At <= to && change.EndedAt >= from)
                    && !Array.Exists(clocks, window => window.Begin <= to && window.End >= from))
                {
                    yield return (first, second);
                }
            }
        }
    }
}
