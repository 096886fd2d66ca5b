using System.IO.Compression;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Packaging;

/// <summary>The packages as their users get them: packed, and restored in an empty folder from what was packed.</summary>
public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private const string Version = "0.1.0";

    /// <summary>An app on .NET Framework is compiled, and an app on .NET 8 runs on the newer runtime.</summary>
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFrameworks>net10.0;net8.0;net48</TargetFrameworks>
            <LangVersion>12</LangVersion>
            <Nullable>enable</Nullable>
            <RollForward>Major</RollForward>
            <UseAppHost>false</UseAppHost>
            <CheckEolTargetFramework>false</CheckEolTargetFramework>
            <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
            <RestoreAdditionalProjectSources>FEED</RestoreAdditionalProjectSources>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="SignalRChat.Client" Version="VERSION" />
            <Reference Include="System.Net.Http" Condition="'$(TargetFramework)' == 'net48'" />
          </ItemGroup>
        </Project>
        """;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("SignalRChat.Contracts", "lib/net10.0/SignalRChat.Contracts.xml", "lib/netstandard2.0/SignalRChat.Contracts.xml")]
    [InlineData("SignalRChat.Client", "lib/net10.0/SignalRChat.Client.xml", "lib/netstandard2.0/SignalRChat.Client.xml")]
    [InlineData("SignalRChat.ClientConsole", "tools/net10.0/any/clientsettings.json")]
    public void A_package_has_a_readme_an_icon_and_symbols(string id, params string[] files)
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{Version}.nupkg"));
        using var symbols = ZipFile.OpenRead(Path.Combine(packages.Feed, $"{id}.{Version}.snupkg"));

        Assert.Empty(files.Append("README.md").Append("icon.png").Except(package.Entries.Select(entry => entry.FullName)));
        Assert.Contains(symbols.Entries, entry => entry.Name == $"{id}.pdb");
        using var manifest = new StreamReader(package.GetEntry($"{id}.nuspec")!.Open());
        Assert.Contains("""<license type="expression">MIT</license>""", manifest.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_has_nothing_but_the_package_talks()
    {
        var app = packages.NewFolder("app");
        File.Copy(SourceTree.PathOf("Tests/Packaging/FreshApp/Program.cs"), Path.Combine(app, "Program.cs"));
        await File.WriteAllTextAsync(
            Path.Combine(app, "App.csproj"),
            Project.Replace("FEED", packages.Feed, StringComparison.Ordinal).Replace("VERSION", Version, StringComparison.Ordinal));

        await packages.DotnetAsync(app, "build", "--configuration", "Release");

        Assert.True(File.Exists(Path.Combine(app, "bin/Release/net48/App.exe")));
        await TalksAsync(Path.Combine(app, "bin/Release/net10.0"), "net10.0");
        await TalksAsync(Path.Combine(app, "bin/Release/net8.0"), "netstandard2.0");
    }

    [Fact]
    public async Task The_console_is_installed_as_a_tool_and_sends()
    {
        var tools = packages.NewFolder("tools");

        await packages.DotnetAsync(
            tools,
            "tool", "install", "SignalRChat.ClientConsole", "--version", Version, "--tool-path", tools, "--add-source", packages.Feed);
        var console = Path.Combine(tools, "signalrchat-console");
        var end = await Tool.RunAsync(new(console, ["--url", $"{packages.Server.Url}", "--fresh", "send", "From the tool"]), _deadline);

        Assert.True(end.Code == 0, end.Said);
        await using var bob = await packages.Server.ConnectAsync("bob");
        Assert.Contains((await bob.JoinAsync("lobby")).Update.Messages, message => message.Text == "From the tool");
    }

    private async Task TalksAsync(string app, string builtFor)
    {
        Assert.Equal(
            await File.ReadAllBytesAsync(PackedPackages.BuiltClient(builtFor)),
            await File.ReadAllBytesAsync(Path.Combine(app, "SignalRChat.Client.dll")));
        var end = await Tool.RunAsync(
            new("dotnet", [Path.Combine(app, "App.dll"), packages.Server.Url.ToString(), Path.Combine(app, "kept")]), _deadline);
        Assert.Equal((0, "Json\nMessagePack\nUnauthorized\n"), (end.Code, end.Said.ReplaceLineEndings("\n")));
    }
}
