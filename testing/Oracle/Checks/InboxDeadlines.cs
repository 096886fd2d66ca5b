using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>What each device of a user must show of a room by a time, if it is connected from the start of this time.</summary>
internal sealed record InboxDeadline(long From, long Until, string Room, string What, Func<RecordedEntry?, bool> IsMet)
{
    /// <summary>The change that it is about; null if it is about no membership.</summary>
    public MemberChange? Change { get; init; }
}

/// <summary>
/// The deadlines of a run. The check does not ask for what was under way during a fault of anything but the backplane, or during another
/// change of the same membership: the order of the two is not known.
/// </summary>
internal static class InboxDeadlines
{
    public static IEnumerable<InboxDeadline> Of(Case run, string user)
    {
        var changes = new MemberChanges(run);
        var hindered = run.Windows.Where(window => !FaultNames.IsOfTheBackplane(window.Name))
            .Select(window => (window.Begin, End: window.LeavesTraces(run.Time))).ToArray();
        IEnumerable<InboxDeadline> all = [.. Marks(run, user), .. Posts(run), .. Members(run, changes.Of(user))];
        return all.Where(one => one.Until <= run.End
            && !Array.Exists(hindered, window => window.Begin <= one.Until && window.End >= one.From)
            && !changes.MayFall(user, one.Room, one.From, one.Until, one.Change));
    }

    private static IEnumerable<InboxDeadline> Marks(Case run, string user)
    {
        var asked = new Dictionary<(string Device, string Room), long>();
        foreach (var record in run.History)
        {
            if (record is MarkingRead marking)
                asked[(marking.Client, marking.Room)] = marking.At;
            if (record is not MarkedRead mark || run.Setup.Devices.GetValueOrDefault(mark.Client) != user)
                continue;
            yield return new(
                asked.GetValueOrDefault((mark.Client, mark.Room), mark.At), run.Time.After(mark.At, Micros(run.Setup.LateAfter)), mark.Room,
                $"{mark.Room} as read through {mark.Through}, as {mark.Client} had marked it",
                entry => entry?.ReadThrough >= mark.Through);
        }
    }

    /// <summary>A device that does not show the room owes nothing of it.</summary>
    private static IEnumerable<InboxDeadline> Posts(Case run) => run.Calls
        .Where(call => call is { Invoked: { Kind: OpKind.Post, IsRepeat: false }, Ok.Duplicate: false })
        .Select(call => new InboxDeadline(
            call.Invoked.At, run.Time.After(call.EndedAt, Micros(run.Setup.ActivityAfter)), call.Invoked.Room,
            $"message {call.Ok!.Sequence} of {call.Invoked.Room}",
            entry => entry is null || entry.Head >= call.Ok!.Sequence));

    private static IEnumerable<InboxDeadline> Members(Case run, IEnumerable<MemberChange> changes) => changes
        .Where(change => change.Call.Ok is not null)
        .Select(change => new InboxDeadline(
            change.Call.Invoked.At, run.Time.After(change.Call.EndedAt, Micros(run.Setup.LateAfter)), change.Call.Invoked.Room,
            $"{change.Call.Invoked.Room} as {(change.IsEnd ? "left" : "entered")}",
            entry => (entry is null) == change.IsEnd)
        {
            Change = change,
        });

    private static long Micros(TimeSpan time) => (long)time.TotalMicroseconds;
}
