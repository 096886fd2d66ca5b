using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A room that was read on one device is shown so on all of them in time, also without the backplane. At the end each device has all of
/// its inbox. The check skips the time of other faults and the moments after them.
/// </summary>
internal sealed class InboxLateCheck : ICheck
{
    public Check Finds => Check.InboxLate;

    public IEnumerable<Violation> Find(Case run)
    {
        foreach (var (device, mark, until) in Asked(run))
        {
            if (ShownAt(device.Records, mark) > until)
            {
                yield return new(
                    Check.InboxLate,
                    $"{device.Name} did not show {mark.Room} as read through {mark.Through} in time, as {mark.Client} had marked it.");
            }
        }
        foreach (var (device, user) in run.Setup.Devices)
        {
            var (has, head) = (InboxReading.Of(run, device).Cursor, run.Truth.InboxOf(user)?.Head ?? 0);
            if (has < head)
                yield return new(Check.InboxLate, $"At the end {device} has its inbox up to {has} of {head}.");
        }
    }

    public int Looked(Case run) => Asked(run).Count();

    private static IEnumerable<(Device Device, MarkedRead Mark, long Until)> Asked(Case run)
    {
        var late = (long)run.Setup.LateAfter.TotalMicroseconds;
        var hindered = run.Windows.Where(window => !FaultNames.IsOfTheBackplane(window.Name))
            .Select(window => (window.Begin, End: window.LeavesTraces(run.Time))).ToArray();
        var records = run.History.Where(record => run.Setup.Devices.ContainsKey(record.Client)).ToLookup(record => record.Client);
        Device[] devices = [.. run.Setup.Devices.Select(device => new Device(device.Key, device.Value, [.. records[device.Key]]))];
        foreach (var mark in devices.SelectMany(device => device.Records.OfType<MarkedRead>()))
        {
            var until = run.Time.After(mark.At, late);
            if (until > run.End || Array.Exists(hindered, window => window.Begin <= until && window.End >= mark.At))
                continue;
            foreach (var device in devices)
            {
                if (device.User == run.Setup.Devices[mark.Client] && IsFollowing(device.Records, mark.At, until))
                    yield return (device, mark, until);
            }
        }
    }

    /// <summary>Whether the device had a connection with a page then, and kept it.</summary>
    private static bool IsFollowing(HistoryRecord[] records, long from, long to)
    {
        var isFollowing = false;
        foreach (var record in records)
        {
            if (record.At > to)
                break;
            var isEnd = record is Closed or Opened;
            if (isEnd && record.At >= from)
                return false;
            isFollowing = !isEnd && (isFollowing || (record is InboxHeard && record.At < from));
        }
        return isFollowing;
    }

    private static long ShownAt(HistoryRecord[] records, MarkedRead mark) => records.OfType<InboxHeard>()
        .Where(heard => Array.Exists(heard.Entries, entry => entry.Room == mark.Room && entry.ReadThrough >= mark.Through))
        .Select(heard => heard.At).DefaultIfEmpty(long.MaxValue).First();

    private sealed record Device(string Name, string User, HistoryRecord[] Records);
}
