using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Architecture;

public sealed partial class RepositoryTests
{
    private static readonly string[] _text =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".md", ".txt", ".sql", ".html", ".css", ".js", ".mjs", ".ts", ".sh",
        ".yml", ".yaml", "",
    ];

    [Theory]
    [InlineData("SignalRChat.sln")]
    [InlineData("SignalRChat.csproj")]
    [InlineData("Program.cs")]
    [InlineData("appsettings.json")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData(".editorconfig")]
    [InlineData("BannedSymbols.txt")]
    [InlineData("global.json")]
    [InlineData("LICENSE")]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("eng/test.sh")]
    [InlineData(".ci/run")]
    public void The_file_stands_where_people_look_for_it(string file) => Assert.Contains(file, SourceTree.Files);

    [Theory]
    [InlineData("Contracts")]
    [InlineData("Auth")]
    [InlineData("Hubs")]
    [InlineData("Services")]
    [InlineData("Client")]
    [InlineData("ClientConsole")]
    [InlineData("wwwroot")]
    [InlineData("bench")]
    [InlineData("faults")]
    [InlineData("Tests")]
    [InlineData("testing")]
    [InlineData("docs")]
    [InlineData("eng")]
    [InlineData("deploy")]
    public void The_folder_is_a_part_of_the_house(string folder) =>
        Assert.Contains(SourceTree.Files, file => file.StartsWith($"{folder}/", StringComparison.Ordinal));

    [Fact]
    public void There_is_one_solution() => Assert.Single(SourceTree.FilesWith(".sln").Concat(SourceTree.FilesWith(".slnx")));

    [UnixTheory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(".ci/run")]
    [InlineData("eng/coverage.sh")]
    [InlineData("eng/install-tools.sh")]
    [InlineData("eng/test.sh")]
    [InlineData("eng/cluster.sh")]
    [InlineData("faults/run")]
    public void The_script_can_be_executed(string file)
    {
        Assert.True(File.GetUnixFileMode(SourceTree.PathOf(file)).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void No_file_of_code_is_longer_than_300_lines_and_no_test_longer_than_400()
    {
        var long_ = CSharpSource.All
            .Where(source => source.Lines > (source.Folder == "Tests" ? 400 : 300))
            .Select(source => $"{source.File}: {source.Lines} lines");

        Findings.AssertNone(long_);
    }

    [Fact]
    public void No_file_names_a_path_of_the_machine_it_was_written_on()
    {
        var strays =
            from file in SourceTree.Files
            where _text.Contains(Path.GetExtension(file))
            from match in MachinePath().Matches(SourceTree.Read(file))
            select $"{file}: {match.Value}";

        Findings.AssertNone(strays);
    }

    // Not preceded by a letter, a digit or a dot: example.org/work/ is an address and ./work/ is relative.
    [GeneratedRegex(@"(?<![\w.])/(?:work|tmp/wt|home/\w+|Users/\w+)/|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();
}
