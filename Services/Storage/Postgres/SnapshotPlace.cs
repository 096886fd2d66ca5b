namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// A snapshot of the database, as the place from which a list of changes continues: the next read returns what the snapshot did not see.
/// </summary>
internal readonly record struct SnapshotPlace(long At, string Start, string Snapshot)
{
    /// <summary>For how long it is good.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    public static SnapshotPlace? Parse(string? text) =>
        text?.Split('|') is [var at, var start, var snapshot]
            ? new(long.Parse(at, CultureInfo.InvariantCulture), start, snapshot)
            : null;

    /// <summary>
    /// Whether a read at this place may continue. A server that was started again may have been restored to an earlier state.
    /// </summary>
    public bool Continues(SnapshotPlace? before, TimeProvider time) =>
        before is { } known && known.Start == Start && time.GetElapsedTime(known.At, At) < GoodFor;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At}|{Start}|{Snapshot}");
}
