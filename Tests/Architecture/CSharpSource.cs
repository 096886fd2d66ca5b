using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Architecture;

/// <summary>One C# file, as far as an architecture rule must read it.</summary>
internal sealed partial class CSharpSource
{
    private CSharpSource(string file, string text)
    {
        File = file;
        Text = text;
        Code = CommentOrLiteral().Replace(text, match => match.Value[0] == '/' ? " " : "\"\"");
    }

    public static IReadOnlyList<CSharpSource> All { get; } =
        [.. SourceTree.FilesWith(".cs").Select(file => new CSharpSource(file, SourceTree.Read(file)))];

    /// <summary>Relative to the root.</summary>
    public string File { get; }

    public string Text { get; }

    /// <summary>The text without comments and with empty literals.</summary>
    public string Code { get; }

    public int Lines => Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);

    /// <summary>The first folder of the path; empty for a file at the root.</summary>
    public string Folder => File.Contains('/') ? File[..File.IndexOf('/')] : "";

    public string? Namespace => NamespaceLine().Match(Code) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The namespaces and types named in using lines.</summary>
    public IEnumerable<string> Usings => UsingLine().Matches(Code).Select(match => match.Groups[1].Value);

    /// <summary>Whether the code names this namespace: in a using line, in full, or from a shared parent namespace.</summary>
    public bool Mentions(string name)
    {
        var inFull = $@"(?<![\w.]){Regex.Escape(name)}(?!\w)";
        var fromSibling = name.StartsWith("SignalRChat.", StringComparison.Ordinal)
            ? $@"|(?<![\w.]){Regex.Escape(name["SignalRChat.".Length..])}\.[A-Z]"
            : "";
        return Regex.IsMatch(Code, inFull + fromSibling);
    }

    [GeneratedRegex("""(?s)//[^\n]*|/\*.*?\*/|"{3}.*?"{3}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""")]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"(?m)^\s*namespace\s+([\w.]+)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"(?m)^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?:global::)?([\w.]+)[\w.<>,\s]*;")]
    private static partial Regex UsingLine();
}
