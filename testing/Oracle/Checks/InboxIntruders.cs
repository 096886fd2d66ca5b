using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A device that receives something of a room after the end of its user's membership that is numbered after this end, or of a room that
/// the user never entered.
/// </summary>
internal static class InboxIntruders
{
    public static IEnumerable<Violation> Find(Case run)
    {
        var changes = new MemberChanges(run);
        foreach (var record in run.History)
        {
            if (!run.Setup.Devices.TryGetValue(record.Client, out var user))
                continue;
            foreach (var entry in EntriesOf(record).Where(entry => IsOutside(run, changes.Of(user, entry.Room), entry.Head, record.At)))
            {
                yield return new(
                    Check.Intruder, $"{user} is not a member of {entry.Room}, and {record.Client} received its state of {entry.Head}.");
            }
        }
    }

    /// <summary>Returns the number of acknowledged removals of the devices' users.</summary>
    public static int Looked(Case run)
    {
        var changes = new MemberChanges(run);
        return run.Setup.Devices.Values.Distinct()
            .Sum(user => changes.Of(user).Count(change => change is { IsEnd: true, Call.Ok: not null }));
    }

    private static RecordedEntry[] EntriesOf(HistoryRecord record) => record switch
    {
        InboxHeard heard => Array.FindAll(heard.Entries, entry => !entry.IsLeft),
        InboxActive active => active.Rooms,
        _ => [],
    };

    /// <summary>By the latest change, if it is the end of the membership and no earlier call may have taken effect after it.</summary>
    private static bool IsOutside(Case run, IEnumerable<MemberChange> changes, long head, long at)
    {
        MemberChange? last = null;
        var settled = 0L;
        foreach (var change in changes)
        {
            if (change.Call.Invoked.At > at)
                break;
            settled = Math.Max(settled, last?.Settled ?? 0);
            last = change;
        }
        return last is null || (last is { IsEnd: true, Call: { Invoked.Kind: OpKind.Kick, Ok: { } ok } call }
            && settled < call.Invoked.At && head > ok.Revision && !run.Restores.LieBetween(call.Invoked.At, at));
    }
}
