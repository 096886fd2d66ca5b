using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Architecture;

/// <summary>
/// Turns of phrase that make text hard to read for a newcomer, for each 10,000 words of comments and Markdown.
/// <c>eng/prose.sh</c> prints the figures.
/// </summary>
public sealed partial class ProseTests(ITestOutputHelper output)
{
    private const int LongestLine = 140;
    private const int LongestName = 80;

    [Theory]
    [InlineData("told, tells", @"\b(told|tells?)\b", 1)]
    [InlineData("stands, lies, comes, goes on", @"\b(stands|lies|comes|goes on)\b", 1.5)]
    [InlineData("nobody, one who, who is", @"\b(nobody|somebody|one who|who is)\b", 1.5)]
    [InlineData("where for if or when", @"\bwhere (it|there|one|they|that|he|nothing|no)\b", 1)]
    [InlineData("of its own, by itself", @"\b(of its own|by itself)\b", 2)]
    [InlineData("a sentence that begins with a free relative", @"(?m)(?:^|[.!?:]\s+)(Who|What|Whoever|Whatever|Where)\b(?![^.]*\?)", 0.5)]
    [InlineData("none for null", @"(?:[;,] none\b|\bnone (?:when|if|where|while|until)\b|\bis none\b)", 1)]
    public void A_turn_of_phrase_stays_below_its_ceiling(string name, string pattern, double ceiling)
    {
        var turn = new Regex(pattern);

        var rate = Prose.Rate(turn);

        output.WriteLine($"{name}: {rate:0.0} for 10,000 of {Prose.Words} words; ceiling {ceiling}");
        Assert.True(
            rate <= ceiling,
            $"{name}: {rate:0.0} for each 10,000 words, ceiling {ceiling}\n{string.Join('\n', Prose.Worst(turn))}");
    }

    [Fact]
    public void The_verbs_of_reference_documentation_are_used()
    {
        var rate = Prose.Rate(Verbs());

        output.WriteLine($"verbs of reference: {rate:0.0} for 10,000 words; floor 25");
        Assert.True(rate >= 25, $"{rate:0.0}");
    }

    [Fact]
    public void No_line_is_longer_than_140_characters()
    {
        var found = Prose.LongerThan(LongestLine).ToArray();

        output.WriteLine($"lines longer than {LongestLine}: {found.Length}; ceiling 0");
        Findings.AssertNone(found);
    }

    [Fact]
    public void No_name_of_a_test_is_longer_than_80_characters()
    {
        var names = CSharpSource.All.Where(source => source.Folder == "Tests").SelectMany(source => TestName().Matches(source.Code))
            .Select(match => match.Groups["name"].Value).Where(name => name.Length > LongestName).ToArray();

        output.WriteLine($"names of tests longer than {LongestName}: {names.Length}; ceiling 0");
        Findings.AssertNone(names);
    }

    [GeneratedRegex(@"\b(ensures?|allows?|supports?|specif(?:y|ies)|handles?|provides?|returns?|indicates?)\b")]
    private static partial Regex Verbs();

    [GeneratedRegex(
        @"(?:Fact|Theory|BrowserFact|BrowserTheory|InlineData|MemberData)\b(?:[^\n]|\n {8})*\]\s*(?:\[(?:[^\n]|\n {8})*\]\s*)*"
        + @"(?:public|internal) (?:static )?(?:async )?\w+(?:<[^>]*>)? (?<name>\w+)\(")]
    private static partial Regex TestName();
}
