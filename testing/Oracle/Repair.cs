namespace SignalRChat.Testing.Oracle;

/// <summary>The time from a fault's end until every member had all that was acknowledged by then.</summary>
internal static class Repair
{
    /// <summary>
    /// In milliseconds; null if the fault was not ended, or if another fault began meanwhile and the two cannot be separated.
    /// </summary>
    public static double? After(Case run, FaultWindow window)
    {
        if (window.End == long.MaxValue)
            return null;
        var owed = Owed(run, window.End);
        var last = window.End;
        bool Stays(string client) => !run.Setup.Leavers.Contains(client) && !run.Setup.Strays.Contains(client)
            && !run.Restricted.Contains(client);
        foreach (var (client, rooms) in run.Setup.Members.Where(member => Stays(member.Key)))
        {
            foreach (var room in rooms.Where(owed.ContainsKey))
            {
                if (FirstAt(run, client, room, owed[room], window.End) is not { } at)
                    return null;
                last = Math.Max(last, at);
            }
        }
        var disturbed = run.Windows.Any(other => other.Number != window.Number && other.Begin > window.Begin && other.Begin < last);
        return disturbed ? null : run.Time.Between(window.End, last) / 1000.0;
    }

    /// <summary>
    /// Returns the newest revision acknowledged in each room by then, without those that a restored backup has removed by then.
    /// </summary>
    private static Dictionary<string, long> Owed(Case run, long by)
    {
        var owed = new Dictionary<string, long>();
        var kept = run.AllChanges.Where(call => call.Ok is not null && call.Ok.At <= by
            && run.Restores.Keep(call.Ok.At, by, call.Invoked.Room, call.Ok.Revision));
        foreach (var call in kept)
            owed[call.Invoked.Room] = Math.Max(owed.GetValueOrDefault(call.Invoked.Room), call.Ok!.Revision);
        return owed;
    }

    /// <summary>By the numbering since the last restore before then.</summary>
    private static long? FirstAt(Case run, string client, string room, long revision, long by)
    {
        var since = run.Restores.Times.Where(at => at <= by).DefaultIfEmpty().Max();
        return run.Heard[(client, room)].FirstOrDefault(heard => heard.At >= since && heard.Through >= revision)?.At;
    }
}
