using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle;

/// <summary>
/// The restored backups of a run. With each, the database loses what it received since the backup, and revisions begin again at
/// the backup's end.
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

    /// <summary>Whether a revision given at this time is in the database at the end.</summary>
    public bool Keep(long at, string room, long revision) => Keep(at, long.MaxValue, room, revision);

    /// <summary>Whether a revision given at this time is in the database at a later time.</summary>
    public bool Keep(long at, long by, string room, long revision) =>
        _all.TrueForAll(one => at >= one.Restored.At || by < one.Restored.At || revision <= one.Restored.Heads.GetValueOrDefault(room));

    /// <summary>Acknowledged, and no longer present by definition.</summary>
    public bool Forget(Call call) => call.Ok is { } ok && !Keep(ok.At, call.Invoked.Room, ok.Revision);

    /// <summary>
    /// Acknowledged before the start of a backup that does not hold it. Only the first restore without it counts: later backups
    /// cannot hold it either.
    /// </summary>
    public bool Lack(Call call)
    {
        if (call.Ok is not { } ok)
            return false;
        var first = _all.FindIndex(one => ok.At < one.Restored.At && ok.Revision > one.Restored.Heads.GetValueOrDefault(call.Invoked.Room));
        return first >= 0 && ok.At < _all[first].BackedUp;
    }

    /// <summary>Whether a restore separates the two moments.</summary>
    public bool LieBetween(long from, long to) => _all.Exists(one => from < one.Restored.At && to >= one.Restored.At);
}
