using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Architecture;

/// <summary>The rules of `dotnet format` that neither the compiler nor a whitespace check tests.</summary>
public sealed partial class UsingOrderTests
{
    [Fact]
    public void Usings_stand_in_the_order_of_their_names_with_those_of_System_first()
    {
        var byName = Comparer<string>.Create(Compare);
        var unordered = CSharpSource.All
            .Where(source => !Names(source).SequenceEqual(Names(source).Order(byName)))
            .Select(source => source.File);

        Findings.AssertNone(unordered);
    }

    // Aliases and static usings have a separate order, and there are few.
    private static IEnumerable<string> Names(CSharpSource source) => Plain().Matches(source.Code).Select(match => match.Groups[1].Value);

    private static int Compare(string left, string right)
    {
        var bySystem = IsSystem(right).CompareTo(IsSystem(left));
        return bySystem != 0 ? bySystem : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    [GeneratedRegex(@"(?m)^using ([\w.]+);")]
    private static partial Regex Plain();
}
