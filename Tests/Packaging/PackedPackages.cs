using System.Diagnostics;
using System.Globalization;

namespace SignalRChat.Tests.Packaging;

/// <summary>The NuGet packages of this build, packed once in a test run.</summary>
internal static class PackedPackages
{
    /// <summary>
    /// Differs from the version of the projects, which something else may have restored on this machine: an app would get that one.
    /// </summary>
    public const string Version = "0.1.0-tested";

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(4);
    private static readonly Lazy<Task<string>> _feed = new(PackAllAsync);

    /// <summary>The folder <c>artifacts</c> that this test was built into.</summary>
    private static DirectoryInfo Artifacts => Own.Parent!.Parent!.Parent!;

    private static DirectoryInfo Own => new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static bool IsRelease => Own.Name == "release";

    /// <summary>Packs them, and returns their folder, a source for <c>dotnet restore</c>.</summary>
    public static Task<string> PackAsync() => _feed.Value;

    /// <summary>The assembly of a project that was built for a framework, and so is in the package.</summary>
    public static string Built(string project, string framework) =>
        Path.Combine(Artifacts.FullName, "bin", project, $"{Own.Name}_{framework}", $"{project}.dll");

    /// <summary>A command of the SDK that restores into a folder, and finds the packages of others where they are already.</summary>
    public static ProcessStartInfo Dotnet(string folder, string restored, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        start.Environment["NUGET_FALLBACK_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["NUGET_PACKAGES"] = restored;
        return start;
    }

    /// <summary>Runs a command of the SDK, which must succeed.</summary>
    public static async Task RunAsync(ProcessStartInfo start)
    {
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        var end = await Tool.RunAsync(start, _deadline);
        Assert.True(end.Code == 0, end.Said);
    }

    private static async Task<string> PackAllAsync()
    {
        var feed = Path.Combine(Artifacts.FullName, "package", "tested");
        if (Directory.Exists(feed))
            Directory.Delete(feed, recursive: true);
        await RunAsync(new(
            "dotnet",
            [
                "pack", Path.Combine(RepositoryRoot.Path, "eng", "packages.proj"), "--no-build", "--output", feed,
                "--configuration", CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Own.Name),
                $"-p:ArtifactsPath={Artifacts.FullName}", $"-p:PackageVersion={Version}",
            ]));
        return feed;
    }
}
