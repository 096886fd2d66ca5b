using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests;

public sealed partial class ModuleListTests
{
    private const string Entry = "js/page/main.js";

    private static readonly string _root = Path.Combine(Repository.Root, "wwwroot");

    [Fact]
    public void The_document_names_every_module_of_the_page_in_advance_and_no_other()
    {
        var imported = new SortedSet<string>(StringComparer.Ordinal);
        Collect(Entry, imported);
        imported.Remove(Entry);
        var named = Preloads().Matches(File.ReadAllText(Path.Combine(_root, "index.html"))).Select(match => match.Groups["file"].Value);
        Assert.Equal(string.Join('\n', imported), string.Join('\n', named.Order(StringComparer.Ordinal)));
    }

    private static void Collect(string file, SortedSet<string> found)
    {
        if (!found.Add(file))
            return;
        var folder = Path.GetDirectoryName(Path.Combine(_root, file))!;
        foreach (Match import in Imports().Matches(File.ReadAllText(Path.Combine(_root, file))))
        {
            var imported = Path.GetFullPath(Path.Combine(folder, import.Groups["file"].Value));
            Collect(Path.GetRelativePath(_root, imported).Replace('\\', '/'), found);
        }
    }

    [GeneratedRegex("""<link rel="modulepreload" href="(?<file>[^"]+)">""")]
    private static partial Regex Preloads();

    // Static imports at the beginning of a line. Imports in comments name types.
    [GeneratedRegex("""^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?['"](?<file>\.[^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex Imports();
}
