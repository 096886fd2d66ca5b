using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Architecture;

/// <summary>The comments and the Markdown of the repository, and how often a turn of phrase occurs in them.</summary>
internal static partial class Prose
{
    private static readonly string[] _others = ["wwwroot/lib/", "docs/history/", "Tests/Browser/naughty-strings/"];

    private static readonly IReadOnlyList<(string File, string Text)> _texts =
        [.. SourceTree.Files.Where(IsOurs).Select(file => (file, Text: TextOf(file))).Where(one => one.Text.Length > 0)];

    public static int Words { get; } = _texts.Sum(one => Word().Count(one.Text));

    /// <summary>For each 10,000 words.</summary>
    public static double Rate(Regex turn) => _texts.Sum(one => turn.Count(one.Text)) * 10_000.0 / Words;

    /// <summary>The files that use it most often.</summary>
    public static IEnumerable<string> Worst(Regex turn) => _texts
        .Select(one => (one.File, Count: turn.Count(one.Text))).Where(one => one.Count > 0)
        .OrderByDescending(one => one.Count).Take(20).Select(one => $"{one.Count,4} {one.File}");

    /// <summary>
    /// The places of the lines that are longer than this, in every file that people write by hand. A frame of the protocol is
    /// one line, also in the documents.
    /// </summary>
    public static IEnumerable<string> LongerThan(int characters) =>
        from file in SourceTree.Files.Where(IsOurs)
        where IsMarkdown(file) || CommentIn(file) is not null
        from line in SourceTree.Read(file).Split('\n').Index()
        where line.Item.TrimEnd('\r').Length > characters
        where !IsMarkdown(file) || !Frame().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}";

    private static bool IsOurs(string file) => !_others.Any(other => file.StartsWith(other, StringComparison.Ordinal));

    private static bool IsMarkdown(string file) => file.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>The pattern of the comments in the file, or null if comments are not looked for in such files.</summary>
    private static Regex? CommentIn(string file) => Path.GetExtension(file) switch
    {
        ".cs" or ".js" or ".mjs" or ".ts" or ".css" or ".c" or ".go" => Slashes(),
        ".html" or ".csproj" or ".props" or ".targets" => Arrows(),
        ".sql" => Dashes(),
        ".sh" or ".yaml" or ".yml" or ".conf" or ".cfg" => Hash(),
        ".py" => HashOrDocString(),
        "" when file is ".ci/run" or "faults/run" or "deploy/Dockerfile" => Hash(),
        _ => null,
    };

    private static string TextOf(string file)
    {
        if (IsMarkdown(file))
            return NotProse().Replace(SourceTree.Read(file), " x ");
        return CommentIn(file) is { } comment
            ? string.Join('\n', comment.Matches(SourceTree.Read(file)).Select(match => Markup().Replace(match.Groups["text"].Value, " ")))
            : "";
    }

    [GeneratedRegex("[A-Za-z']+")]
    private static partial Regex Word();

    // Removes code fences, code, the targets of links, and generated tables.
    [GeneratedRegex(@"(?s)```.*?```|`[^`]*`|(?<=\])\([^)]*\)|(?<=Everything below is generated\. -->).*")]
    private static partial Regex NotProse();

    [GeneratedRegex(@"(?ms)^\s*///?(?<text>[^\n]*)|(?<=[;{},)] *)//\s(?<text>[^\n]*)|/\*\*?(?<text>.*?)\*/")]
    private static partial Regex Slashes();

    [GeneratedRegex("(?s)<!--(?<text>.*?)-->")]
    private static partial Regex Arrows();

    [GeneratedRegex(@"(?m)(?:^|\s)--\s(?<text>.*)$")]
    private static partial Regex Dashes();

    [GeneratedRegex(@"(?m)<[^>]*>|^\s*\*")]
    private static partial Regex Markup();

    [GeneratedRegex(@"^(?:[<>] )?\{""\w+"":")]
    private static partial Regex Frame();

    [GeneratedRegex(@"(?m)^\s*#(?<text>.*)$")]
    private static partial Regex Hash();

    [GeneratedRegex("(?sm)^\\s*#(?<text>[^\\n]*)$|\"\"\"(?<text>.*?)\"\"\"")]
    private static partial Regex HashOrDocString();
}
