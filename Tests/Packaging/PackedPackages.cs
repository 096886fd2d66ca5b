using System.Diagnostics;
using System.Globalization;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Packaging;

/// <summary>The packages of this build in a folder, and a place where apps restore from it, without what other runs restored.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(4);

    /// <summary>Starts with the first test that needs it.</summary>
    private readonly Lazy<ChatServer> _server = new(() => new());

    private TempDirectory _folder = null!;

    /// <summary>The folder <c>artifacts</c> that this test was built into.</summary>
    private static DirectoryInfo Artifacts => Own.Parent!.Parent!.Parent!;

    private static DirectoryInfo Own => new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    internal ChatServer Server => _server.Value;

    /// <summary>The folder with the packages, a source for <c>dotnet restore</c>.</summary>
    public string Feed => _folder.File("packed");

    /// <summary>The client that was built for a framework, and so is in the package.</summary>
    public static string BuiltClient(string framework) =>
        Path.Combine(Artifacts.FullName, "bin", "SignalRChat.Client", $"{Own.Name}_{framework}", "SignalRChat.Client.dll");

    public async Task InitializeAsync()
    {
        _folder = new();
        foreach (var project in new[] { "Contracts", "Client", "ClientConsole" })
        {
            await DotnetAsync(
                RepositoryRoot.Path, "pack", project, "--no-build", "--output", Feed, $"-p:ArtifactsPath={Artifacts.FullName}",
                "--configuration", CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Own.Name));
        }
    }

    public Task DisposeAsync()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>An empty folder.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    /// <summary>Runs a command of the SDK, which must succeed.</summary>
    public async Task DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // Packages of this version that something else restored must not be found; those of others need not be loaded again.
        if (folder != RepositoryRoot.Path)
        {
            start.Environment["NUGET_FALLBACK_PACKAGES"] = Known();
            start.Environment["NUGET_PACKAGES"] = _folder.File("restored");
        }

        var end = await Tool.RunAsync(start, _deadline);
        Assert.True(end.Code == 0, end.Said);
    }

    private static string Known() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
