using System.Security.Cryptography;
using System.Text.Json;

namespace SignalRChat.BrowserTests.Support;

/// <summary>The vendored Big List of Naughty Strings: texts that have broken programs.</summary>
internal static class NaughtyStrings
{
    private static readonly string _folder = Path.Combine(Repository.Root, "Tests", "Browser", "naughty-strings");

    public static IReadOnlyList<string> All { get; } = Read();

    private static string[] Read()
    {
        var content = File.ReadAllBytes(Path.Combine(_folder, "blns.json"));
        var vendored = File.ReadLines(Path.Combine(_folder, "VENDORED.txt"))
            .Single(line => line.StartsWith("sha256 ", StringComparison.Ordinal));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(content)), vendored, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<string[]>(content)!;
    }
}
