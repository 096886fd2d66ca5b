using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Architecture;

/// <summary>The tests that CI runs on Windows and macOS: all but those that its filter leaves out.</summary>
public sealed partial class PortableTestsTests
{
    private const string Workflow = ".github/workflows/ci.yml";

    private static readonly string[] _leftOut =
        [.. LeftOut().Matches(SourceTree.Read(Workflow)).Select(match => match.Groups["name"].Value)];

    [Fact]
    public void Tests_that_need_other_programs_or_signals_are_left_out() =>
        Findings.AssertNone(Tests().Where(test => Needs().IsMatch(test.Code) && !IsLeftOut(test.Class)).Select(test => test.Class));

    [Fact]
    public void Every_name_in_the_filter_leaves_out_a_test()
    {
        var tests = Tests().Select(test => test.Class).ToArray();
        Findings.AssertNone(_leftOut.Where(name => !Array.Exists(tests, test => Matches(test, name))));
    }

    private static bool IsLeftOut(string test) => Array.Exists(_leftOut, name => Matches(test, name));

    // The filter sees the name of a method.
    private static bool Matches(string test, string name) => $"{test}.".Contains(name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Class, string Code)> Tests() =>
        from source in CSharpSource.All
        where source.Folder == "Tests" && !source.File.StartsWith("Tests/Browser/", StringComparison.Ordinal)
        where Attribute().IsMatch(source.Code)
        let place = Path.GetDirectoryName(source.File)!.Replace('\\', '.').Replace('/', '.')
        select ($"SignalRChat.{place}.{Path.GetFileNameWithoutExtension(source.File).Split('.')[0]}", source.Code);

    [GeneratedRegex(@"FullyQualifiedName!~(?<name>[\w.]+)")]
    private static partial Regex LeftOut();

    [GeneratedRegex(@"\[\w*(Fact|Theory)\b")]
    private static partial Regex Attribute();

    [GeneratedRegex(
        @"\b(RedisServer|PostgresServer|SharedPostgres|PostgresFixture|ProxyProcess|ServerProcess|ServerRun|RealServer|NodeCluster"
        + @"|TwoServers|ConsoleProcess|Terminal\.StartAsync|SoakEvents|Tool\.\w+|ProcessStartInfo|ProcessSignal|SmallDisk\w*|FileSizeLimit"
        + @"|NodeClock)\b")]
    private static partial Regex Needs();
}
