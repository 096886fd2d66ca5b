using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Architecture;

public sealed partial class DocumentLinkTests
{
    public static TheoryData<string> Documents => new(SourceTree.FilesWith(".md"));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(SourceTree.PathOf(document))!;
        var dead = Link().Matches(SourceTree.Read(document))
            .Select(match => match.Groups[1].Value)
            .Where(target => target.Length > 0 && !Path.Exists(Path.Combine(folder, target)));

        Findings.AssertNone(dead);
    }

    // The target if it is a file and no address, without the fragment; in the text or in a definition at the end.
    [GeneratedRegex(@"(?m)(?:\]\(|^\[[\w-]+\]: )(?!\w+:)([^)#\s]*)")]
    private static partial Regex Link();
}
