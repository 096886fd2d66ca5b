using System.Text.Json;
using System.Xml.Linq;

namespace SignalRChat.Tests.Architecture;

/// <summary>Each project has a lock file with the versions and the hashes of its packages, and CI restores exactly these.</summary>
public sealed class LockFileTests : IDisposable
{
    private const string LockFile = "packages.lock.json";
    private const string Contracts = "Contracts/SignalRChat.Contracts.csproj";

    // Published by a test, for the runtime of the machine.
    private const string Unlocked = "Tests/Client/Trimmed/TrimmedApp.csproj";

    private static readonly string[] _restored =
    [
        Contracts, $"Contracts/{LockFile}", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
        "BannedSymbols.txt", "global.json",
    ];

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_project_has_a_lock_file_with_the_central_versions()
    {
        var central = ProjectFiles.Load("Directory.Packages.props").Descendants("PackageVersion")
            .ToDictionary(version => version.Attribute("Include")!.Value, version => version.Attribute("Version")!.Value);
        var projects = ProjectFiles.All.Where(project => project != Unlocked).ToArray();

        Assert.NotEmpty(projects);
        foreach (var project in projects)
        {
            var packages = Packages(project);
            var references = ProjectFiles.Load(project).Descendants("PackageReference").Attributes("Include");
            foreach (var reference in references.Select(include => include.Value))
            {
                var locked = packages.Where(package => package.Name == reference).ToArray();
                Assert.True(locked.Length > 0, $"{project}: {reference} is not in its lock file; run dotnet restore.");
                foreach (var package in locked)
                {
                    Assert.Equal(central[reference], package.Value.GetProperty("resolved").GetString());
                    Assert.NotEmpty(package.Value.GetProperty("contentHash").GetString()!);
                }
            }
        }
    }

    [Fact]
    public void No_lock_file_names_a_place_that_packages_come_from() =>
        Findings.AssertNone(SourceTree.FilesWith(LockFile).Where(file => SourceTree.Read(file).Contains("://", StringComparison.Ordinal)));

    /// <summary>A file of npm has the addresses only if it was written without --omit-lockfile-registry-resolved.</summary>
    [Fact]
    public void No_lock_file_of_npm_names_a_registry()
    {
        var files = SourceTree.FilesWith("package-lock.json").ToArray();

        Assert.NotEmpty(files);
        Findings.AssertNone(files.Where(file => SourceTree.Read(file).Contains("\"resolved\":", StringComparison.Ordinal)));
    }

    [Fact]
    public void Ci_restores_what_is_locked() =>
        Assert.Contains("\ndotnet restore SignalRChat.sln --locked-mode\n", SourceTree.Read(".ci/run"), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "Directory.Packages.props",
        "\"MessagePack.Annotations\" Version=\"2.5.307\"",
        "\"MessagePack.Annotations\" Version=\"2.5.301\"",
        "NU1004")]
    [InlineData($"Contracts/{LockFile}", "\"contentHash\": \"", "\"contentHash\": \"AAAA", "NU1403")]
    public async Task A_restore_of_another_version_or_another_content_fails(string file, string text, string changed, string error)
    {
        foreach (var copied in _restored)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(copied))!);
            File.Copy(SourceTree.PathOf(copied), _folder.File(copied));
        }

        var original = await File.ReadAllTextAsync(_folder.File(file));
        Assert.Contains(text, original, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.File(file), original.Replace(text, changed, StringComparison.Ordinal));

        var (code, said) = await RestoreAsync();

        Assert.NotEqual(0, code);
        Assert.Contains(error, said, StringComparison.Ordinal);
    }

    /// <summary>The packages of each framework that the project is built for.</summary>
    private static JsonProperty[] Packages(string project)
    {
        var file = SourceTree.PathOf(Path.Combine(Path.GetDirectoryName(project)!, LockFile));
        Assert.True(File.Exists(file), $"{project} has no lock file; run dotnet restore.");
        return [.. JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())];
    }

    private async Task<(int Code, string Said)> RestoreAsync()
    {
        string[] arguments = ["restore", Contracts, "--locked-mode", "-nodeReuse:false"];
        var end = await Tool.RunAsync(new("dotnet", arguments) { WorkingDirectory = _folder.Path }, ServerProcess.Deadline);
        return (end.Code, end.Said);
    }
}
