using System.Text.Json;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Trials;

/// <summary>
/// The oracle's input besides the history, which is in the file beside it. With both files, anyone can judge a run again, also
/// with another oracle.
/// </summary>
internal sealed record KeptTrial(string Name, int Seed, Truth Truth, Setup Setup)
{
    private const string History = ".jsonl";
    private const string Kept = ".kept.json";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Why the run was aborted; null if it completed.</summary>
    public string? Broken { get; init; }

    public static string HistoryFile(string folder, string name) => Path.Combine(folder, name + History);

    /// <summary>The file with the rest of a history's data.</summary>
    public static string FileOf(string historyFile) => Path.ChangeExtension(historyFile, Kept);

    public static async Task<KeptTrial> ReadAsync(string historyFile)
    {
        await using var file = File.OpenRead(FileOf(historyFile));
        return (await JsonSerializer.DeserializeAsync<KeptTrial>(file, _json))!;
    }

    public async Task WriteAsync(string folder)
    {
        await using var file = File.Create(FileOf(HistoryFile(folder, Name)));
        await JsonSerializer.SerializeAsync(file, this, _json);
    }
}
