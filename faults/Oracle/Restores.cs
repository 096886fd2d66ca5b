using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle;

/// <summary>
/// The backups that were put back in a run. With each the database forgets what it was given since, and numbers begin again where
/// the backup ends.
/// </summary>
internal sealed class Restores
{
    private readonly List<(long BackedUp, Restored Restored)> _all = [];

    public Restores(IEnumerable<HistoryRecord> history)
    {
        var backedUp = 0L;
        foreach (var record in history)
        {
            if (record is BackupBegan)
                backedUp = record.At;
            else if (record is Restored restored)
                _all.Add((backedUp, restored));
        }
    }

    public IEnumerable<long> Times => _all.Select(one => one.Restored.At);

    /// <summary>Whether a revision that was given at a time is in the database in the end.</summary>
    public bool Keep(long at, string room, long revision) => Keep(at, long.MaxValue, room, revision);

    /// <summary>Whether it is at a later time.</summary>
    public bool Keep(long at, long by, string room, long revision) =>
        _all.TrueForAll(one => at >= one.Restored.At || by < one.Restored.At || revision <= one.Restored.Heads.GetValueOrDefault(room));

    /// <summary>Acknowledged, and by definition no longer there.</summary>
    public bool Forget(Call call) => call.Ok is { } ok && !Keep(ok.At, call.Invoked.Room, ok.Revision);

    /// <summary>Acknowledged before a backup began that does not hold it.</summary>
    public bool Lack(Call call) => call.Ok is { } ok && _all.Exists(one => ok.At < one.BackedUp && ok.Revision > one.Restored.Heads.GetValueOrDefault(call.Invoked.Room));

    /// <summary>Whether the two moments lie on two sides of one.</summary>
    public bool LieBetween(long from, long to) => _all.Exists(one => from < one.Restored.At && to >= one.Restored.At);
}
