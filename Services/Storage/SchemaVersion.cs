namespace SignalRChat.Services.Storage;

/// <summary>
/// The version of a database's schema. <paramref name="Newest"/> is the name of its newest script, or null in an empty database.
/// </summary>
internal readonly record struct SchemaVersion(string? Newest, int? MinimumReader)
{
    /// <summary>
    /// Why a server with these scripts must not run on the database, as the end of a sentence that begins with the database; null
    /// if it may. A newer schema is safe only if the database records that this version is new enough to read it.
    /// </summary>
    public string? Refusal(IReadOnlyList<MigrationScript> known)
    {
        var last = known[^1];
        if (Newest is null || MigrationScript.NumberOf(Newest) <= last.Number || MinimumReader <= last.Number)
            return null;
        var needed = MinimumReader is { } minimum ? $"; it needs a version that knows script {minimum:0000}" : "";
        return $"has a newer schema than this version of the server: its newest script is {Newest}{needed}, "
            + $"and this version knows up to {last.Name}. "
            + "Start the newer version, or restore a backup from before its update.";
    }
}
