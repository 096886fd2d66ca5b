using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// What was read on one device, a new message, and the begin and end of a membership are shown in time on all devices of the user, also
/// without the backplane. At the end each device has all of its inbox. The check skips the time of other faults and the moments after them.
/// </summary>
internal sealed class InboxLateCheck : ICheck
{
    public Check Finds => Check.InboxLate;

    public IEnumerable<Violation> Find(Case run)
    {
        foreach (var (device, records, deadlines) in Asked(run))
        {
            foreach (var missed in Missed(records, deadlines))
                yield return new(Check.InboxLate, $"{device} did not show {missed.What} in time.");
        }
        foreach (var (device, user) in run.Setup.Devices)
        {
            var (has, head) = (InboxReading.Of(run, device).Cursor, run.Truth.InboxOf(user)?.Head ?? 0);
            if (has < head)
                yield return new(Check.InboxLate, $"At the end {device} has its inbox up to {has} of {head}.");
        }
    }

    public int Looked(Case run) => Asked(run).Sum(asked => asked.Deadlines.Length);

    /// <summary>The deadlines of each device, in the order of their ends.</summary>
    private static IEnumerable<(string Device, HistoryRecord[] Records, InboxDeadline[] Deadlines)> Asked(Case run)
    {
        var ofUsers = run.Setup.Devices.Values.Distinct().ToDictionary(user => user, user => InboxDeadlines.Of(run, user).ToArray());
        foreach (var (device, user) in run.Setup.Devices)
        {
            HistoryRecord[] records = [.. run.History.Where(record => record.Client == device)];
            var follows = Following(records).ToArray();
            yield return (device, records, [.. ofUsers[user]
                .Where(deadline => Array.Exists(follows, span => span.From < deadline.From && span.To > deadline.Until))
                .OrderBy(deadline => deadline.Until)]);
        }
    }

    private static IEnumerable<InboxDeadline> Missed(HistoryRecord[] records, InboxDeadline[] deadlines)
    {
        var (reading, next) = (new InboxReading(), 0);
        foreach (var deadline in deadlines)
        {
            while (next < records.Length && records[next].At <= deadline.Until)
                reading.Take(records[next++]);
            if (!deadline.IsMet(reading.Entries.GetValueOrDefault(deadline.Room)))
                yield return deadline;
        }
    }

    /// <summary>The times when the device had a connection with a page.</summary>
    private static IEnumerable<(long From, long To)> Following(HistoryRecord[] records)
    {
        long? since = null;
        foreach (var record in records)
        {
            if (record is InboxHeard)
                since ??= record.At;
            if (record is not (Opened or Closed) || since is not { } from)
                continue;
            yield return (from, record.At);
            since = null;
        }
        if (since is { } open)
            yield return (open, long.MaxValue);
    }
}
