using SignalRChat.Faults.Cluster;
using SignalRChat.Testing.History;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// The database's file as a killed server left it. Only a copy is opened, because opening the file itself would repair it.
/// </summary>
internal static class DiskCopy
{
    public static async Task<Truth> ReadAsync(string dataDirectory)
    {
        using var copy = new TempDirectory();
        foreach (var name in (string[])["chat.db", "chat.db-wal"])
        {
            var file = new FileInfo(Path.Combine(dataDirectory, name));
            if (file.Exists)
                file.CopyTo(Path.Combine(copy.Path, name));
        }
        return await TruthReader.ReadSqliteAsync(copy.Path);
    }
}
