using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Packaging;

/// <summary>The packages as their users get them: packed, and restored in an empty folder from what was packed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class PackageTests(PackageApps apps) : IClassFixture<PackageApps>
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(1);

    // The SDK adds the runtime's settings of a program. They have no effect on an app that references it.
    [Theory]
    [InlineData(
        "SignalRChat", "lib/net10.0/SignalRChat.dll", "lib/net10.0/SignalRChat.xml", "lib/net10.0/SignalRChat.runtimeconfig.json")]
    [InlineData(
        "SignalRChat.Contracts",
        "lib/net10.0/SignalRChat.Contracts.dll", "lib/net10.0/SignalRChat.Contracts.xml",
        "lib/netstandard2.0/SignalRChat.Contracts.dll", "lib/netstandard2.0/SignalRChat.Contracts.xml")]
    [InlineData(
        "SignalRChat.Client",
        "lib/net10.0/SignalRChat.Client.dll", "lib/net10.0/SignalRChat.Client.xml",
        "lib/netstandard2.0/SignalRChat.Client.dll", "lib/netstandard2.0/SignalRChat.Client.xml")]
    public void A_library_has_its_assemblies_and_nothing_that_changes_an_app(string id, params string[] files)
    {
        using var package = new PackageFile(apps.PackageOf(id, "nupkg"));

        Assert.Equal(files.Append("README.md").Append("icon.png").Order(), package.Files.Order());
    }

    [Theory]
    [InlineData("SignalRChat")]
    [InlineData("SignalRChat.Contracts")]
    [InlineData("SignalRChat.Client")]
    [InlineData("SignalRChat.ClientConsole")]
    public void A_package_has_a_license_and_symbols_without_a_path_of_this_machine(string id)
    {
        using var package = new PackageFile(apps.PackageOf(id, "nupkg"));
        using var symbols = new PackageFile(apps.PackageOf(id, "snupkg"));

        Assert.Contains("README.md", package.Files);
        Assert.Contains("""<license type="expression">MIT</license>""", package.Manifest, StringComparison.Ordinal);
        var sources = symbols.Sources($"{id}.pdb");
        Assert.NotEmpty(sources);
        // A debugger needs the paths of a Debug build.
        if (!PackedPackages.IsRelease)
            return;
        Assert.DoesNotContain(sources, source => !source.StartsWith("/_/", StringComparison.Ordinal));
        Assert.Empty(package.FilesThatName(RepositoryRoot.Path));
        Assert.Empty(symbols.FilesThatName(RepositoryRoot.Path));
    }

    [Fact]
    public async Task An_app_that_has_nothing_but_the_client_talks()
    {
        var client = await apps.ClientAsync();

        Assert.True(File.Exists(Path.Combine(client, "net48", "App.exe")));
        await HasBuildForAsync("net10.0", Path.Combine(client, "net10.0"));
        await HasBuildForAsync("netstandard2.0", Path.Combine(client, "net8.0"));
        await TalksAsync(Path.Combine(client, "net10.0"), apps.Server.Url);
        await TalksAsync(Path.Combine(client, "net8.0"), apps.Server.Url);
    }

    [Fact]
    public async Task The_app_of_the_readme_hosts_the_chat()
    {
        var readme = SourceTree.Read("Library/README.md");
        var folder = apps.NewFolder("host");
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Block(readme, "csharp"));
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), Block(readme, "json"));
        var host = Path.Combine(await apps.BuildAsync(folder, PackageProjects.Server), "net10.0");
        Assert.Equal(Block(readme, "json"), await File.ReadAllTextAsync(Path.Combine(host, "appsettings.json")));

        using var run = new ServerRun(null, 0, null, program: ServerProgram.Published(Path.Combine(host, "App.dll")));
        var port = await run.StartedAsync(_deadline);

        Assert.True(port is not null, run.Output);
        await TalksAsync(Path.Combine(await apps.ClientAsync(), "net10.0"), new($"http://127.0.0.1:{port}/chat"));
    }

    [Fact]
    public async Task The_console_is_installed_as_a_tool_and_sends()
    {
        var console = Path.Combine(await apps.InstallAsync("SignalRChat.ClientConsole"), "signalrchat-console");

        var end = await Tool.RunAsync(new(console, ["--url", $"{apps.Server.Url}", "--fresh", "send", "From the tool"]), _deadline);

        Assert.True(end.Code == 0, end.Said);
        await using var bob = await apps.Server.ConnectAsync("bob");
        Assert.Contains((await bob.JoinAsync("lobby")).Update.Messages, message => message.Text == "From the tool");
    }

    private static async Task HasBuildForAsync(string framework, string app) => Assert.Equal(
        await File.ReadAllBytesAsync(PackedPackages.Built("SignalRChat.Client", framework)),
        await File.ReadAllBytesAsync(Path.Combine(app, "SignalRChat.Client.dll")));

    private static async Task TalksAsync(string app, Uri server)
    {
        using var kept = new TempDirectory();
        var end = await Tool.RunAsync(new("dotnet", [Path.Combine(app, "App.dll"), $"{server}", kept.File("store")]), _deadline);

        Assert.Equal((0, "Json\nMessagePack\nUnauthorized\n"), (end.Code, end.Said.ReplaceLineEndings("\n")));
        var files = Directory.GetFiles(kept.File("store"));
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private static string Block(string readme, string language) => Blocks().Matches(readme)
        .First(block => block.Groups["language"].Value == language).Groups["text"].Value;

    [GeneratedRegex(@"(?s)```(?<language>\w+)\r?\n(?<text>.*?)```")]
    private static partial Regex Blocks();
}
