using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Packaging;

/// <summary>Apps in empty folders, with nothing but the packages. They restore without a network.</summary>
public sealed class PackageApps : IAsyncLifetime
{
    private readonly Lazy<ChatServer> _server = new(() => new());
    private readonly Lazy<Task<string>> _client;
    private TempDirectory _folder = null!;
    private string _feed = null!;

    public PackageApps() => _client = new(BuildClientAsync);

    /// <summary>Starts with the first test that needs it.</summary>
    internal ChatServer Server => _server.Value;

    public async Task InitializeAsync()
    {
        (_folder, _feed) = (new(), await PackedPackages.PackAsync());
        await File.WriteAllTextAsync(
            _folder.File("nuget.config"),
            $"""<configuration><packageSources><clear /><add key="packed" value="{_feed}" /></packageSources></configuration>""");
    }

    public Task DisposeAsync()
    {
        if (_server.IsValueCreated)
            _server.Value.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    public string PackageOf(string id, string extension) => Path.Combine(_feed, $"{id}.{PackedPackages.Version}.{extension}");

    /// <summary>The output of an app with the client, in a folder for each framework.</summary>
    public Task<string> ClientAsync() => _client.Value;

    /// <summary>An empty folder.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    /// <summary>Builds an app in a folder, and returns its output.</summary>
    public async Task<string> BuildAsync(string folder, string project)
    {
        await WriteAsync(Path.Combine(folder, "App.csproj"), project);
        await DotnetAsync(folder, "build", "--configuration", "Release");
        return Path.Combine(folder, "bin", "Release");
    }

    /// <summary>Installs a tool, and returns its folder.</summary>
    public async Task<string> InstallAsync(string tool)
    {
        var folder = NewFolder("tools");
        await DotnetAsync(folder, "tool", "install", tool, "--version", PackedPackages.Version, "--tool-path", folder);
        return folder;
    }

    private async Task<string> BuildClientAsync()
    {
        var (folder, library) = (NewFolder("client"), NewFolder("library"));
        File.Copy(SourceTree.PathOf("Tests/Packaging/FreshApp/Program.cs"), Path.Combine(folder, "Program.cs"));
        File.Copy(SourceTree.PathOf("Tests/Packaging/FreshApp/Library.cs"), Path.Combine(library, "Library.cs"));
        await WriteAsync(Path.Combine(library, "Library.csproj"), PackageProjects.Library);
        return await BuildAsync(folder, PackageProjects.Client);
    }

    private Task WriteAsync(string file, string project) => File.WriteAllTextAsync(
        file,
        project.Replace("VERSION", PackedPackages.Version, StringComparison.Ordinal));

    private Task DotnetAsync(string folder, params string[] arguments) =>
        PackedPackages.RunAsync(PackedPackages.Dotnet(folder, _folder.File("restored"), arguments));
}
