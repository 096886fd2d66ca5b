using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// Each update of an inbox continues what its connection has, and a device whose cursor has passed a change has the change. A device that
/// returns with its cursor goes on from there: it starts over in another epoch only, or after a restore of the database.
/// </summary>
internal sealed class InboxGapCheck : ICheck
{
    public Check Finds => Check.InboxGap;

    public IEnumerable<Violation> Find(Case run) => run.Setup.Devices.SelectMany(device => Find(run, device.Key, device.Value));

    public int Looked(Case run) =>
        run.History.OfType<InboxHeard>().Count(heard => heard.By == InboxBy.Update && run.Setup.Devices.ContainsKey(heard.Client));

    private static IEnumerable<Violation> Find(Case run, string device, string user)
    {
        var (reading, heardAt) = (new InboxReading(), 0L);
        foreach (var record in run.History.Where(record => record.Client == device))
        {
            if (record is InboxHeard { By: InboxBy.Reset } reset && reset.Epoch == reading.Epoch
                && !run.Restores.LieBetween(heardAt, reset.At))
            {
                yield return new(
                    Check.InboxGap,
                    $"{device} has its inbox up to {reading.Cursor}, and had to start over on connection {reset.Connection}.");
            }
            if (record is InboxHeard)
                heardAt = record.At;
            if (!reading.Take(record) && record is InboxHeard heard)
            {
                yield return new(
                    Check.InboxGap,
                    $"{device} has its inbox up to {reading.Cursor}, and received ({heard.After}, {heard.Through}] on "
                    + $"connection {heard.Connection}.");
            }
        }
        if (reading.Epoch != run.Truth.Epoch)
            yield break;
        foreach (var stored in run.Truth.InboxOf(user)?.Entries ?? [])
        {
            var has = reading.Entries.GetValueOrDefault(stored.Room)?.Revision ?? 0;
            if (stored.Revision <= reading.Cursor && has != stored.Revision)
            {
                yield return new(
                    Check.InboxGap,
                    $"{device} has its inbox up to {reading.Cursor}, and {stored.Room} as of {has} instead of {stored.Revision}.");
            }
        }
    }
}
