using System.Text.Json;
using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests.Npm;

/// <summary>The packages of <c>js/</c>, installed from their tarballs, and the client's files in bundlers.</summary>
[Collection(BrowserFixture.SecondCollection)]
public sealed partial class PackageTests(BrowserFixture fixture, PackedPackages packages, ITestOutputHelper output)
    : IClassFixture<PackedPackages>
{
    private static readonly string[] _names = ["client", "react", "element"];

    /// <summary>
    /// Regression: the client imported SignalR for its global object. A bundler made a module of SignalR, which then set no global
    /// object. The client retried without end to connect with a missing object. TypeScript found no types (TS7016).
    /// </summary>
    [BrowserTheory]
    [InlineData("vite")]
    [InlineData("esbuild")]
    [InlineData("rollup")]
    [InlineData("package")]
    public async Task A_bundled_typescript_app_connects_and_sends(string bundler)
    {
        // The two ways to have the client: as a package, and as copied files.
        foreach (var protocol in bundler is "package" or "vite" ? (string[])["json", "messagepack"] : ["json"])
        {
            var page = await OpenAsync(packages.Address(bundler, $"&protocol={protocol}&room={bundler}-{protocol}"), out var errors);

            await Expect(page.Locator("body")).ToHaveAttributeAsync("data-outcome", "owner, stored as number 1");
            Assert.Empty(errors);
            // The client leaves nothing on the page's global object.
            Assert.Equal("undefined", await page.EvaluateAsync<string>("typeof globalThis.signalR"));
            await page.Context.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task A_web_worker_chats_and_keeps_its_outbox()
    {
        var page = await OpenAsync(packages.Address("worker"), out var errors);

        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-outcome", "stored as number 1, seen: from a worker, durable: true");
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Two_clients_in_node_chat(string protocol) =>
        Assert.Equal(
            "ann: from Node, true, rooms: 1\n", await packages.NodeAsync("consumers/chat.mjs", packages.ServerUrl, protocol));

    [Fact]
    public async Task An_import_in_node_has_no_effect() =>
        Assert.Equal(
            """{"added":[],"isDurable":false,"state":"idle","provider":"function"}""" + "\n",
            await packages.NodeAsync("consumers/import.mjs"));

    [Fact]
    public Task The_state_of_rooms_and_inbox_passes_its_tests() => packages.NodeAsync("--test", "consumers/state.test.mjs");

    [Theory]
    [InlineData("esnext", "bundler")]
    [InlineData("node16", "node16")]
    public Task The_types_resolve(string module, string resolution) =>
        packages.RunAsync("tsc", "-p", "consumers/types", "--module", module, "--moduleResolution", resolution);

    [Fact]
    public async Task The_packages_have_the_version_of_the_server_and_the_sample_names_it()
    {
        var properties = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Directory.Build.props"));
        var version = Version().Match(properties).Groups[1].Value;
        var sample = (await ManifestAsync("samples", "react")).GetProperty("dependencies");
        var tools = (await ManifestAsync()).GetProperty("devDependencies");
        foreach (var name in _names)
            Assert.Equal(version, (await ManifestAsync("js", name)).GetProperty("version").GetString());
        foreach (var dependency in sample.EnumerateObject())
        {
            var expected = dependency.Name.StartsWith("@signalrchat/", StringComparison.Ordinal)
                ? version
                : tools.GetProperty(dependency.Name).GetString();
            Assert.Equal((dependency.Name, expected), (dependency.Name, dependency.Value.GetString()));
        }

        var vendored = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "wwwroot", "lib", "signalr", "VENDORED.txt"));
        Assert.Contains($"version  {tools.GetProperty("@microsoft/signalr").GetString()}", vendored, StringComparison.Ordinal);
    }

    /// <summary>What is exported exists, what is imported is declared, and no source, test or tool is in the tarball.</summary>
    [Theory]
    [InlineData("client")]
    [InlineData("react")]
    [InlineData("element")]
    public async Task A_tarball_has_what_it_exports_and_nothing_else(string name)
    {
        var folder = packages.PathOf("node_modules", "@signalrchat", name);
        var manifest = await ManifestAsync("node_modules", "@signalrchat", name);
        foreach (var target in Strings(manifest.GetProperty("exports")))
            Assert.True(File.Exists(Path.Combine(folder, target)), target);

        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("node_modules", StringComparison.Ordinal))];
        var strays = files.Select(file => Path.GetRelativePath(folder, file))
            .Where(file => !Expected().IsMatch(file));
        Assert.Empty(strays);
        Assert.Contains(Path.Combine(folder, "LICENSE"), files);
        Assert.Contains(Path.Combine(folder, "README.md"), files);

        string[] declared = [.. new[] { "dependencies", "peerDependencies" }
            .Where(kind => manifest.TryGetProperty(kind, out _))
            .SelectMany(kind => manifest.GetProperty(kind).EnumerateObject().Select(one => one.Name))];
        var imported = files.Where(file => Path.GetExtension(file) is ".js" or ".ts")
            .SelectMany(file => Imports().Matches(File.ReadAllText(file)).Select(match => match.Groups["package"].Value))
            .Distinct();
        Assert.Equal(declared.Order(StringComparer.Ordinal), imported.Order(StringComparer.Ordinal));
    }

    private Task<IPage> OpenAsync(string address, out List<string> errors)
    {
        var complaints = errors = [];
        return OpenPageAsync();

        async Task<IPage> OpenPageAsync()
        {
            var context = await fixture.Browser.NewContextAsync();
            context.SetDefaultTimeout(BrowserFixture.Patience);
            var page = await context.NewPageAsync();
            page.PageError += (_, error) => complaints.Add(error);
            page.Console += (_, line) =>
            {
                if (line.Type == "error")
                    complaints.Add(line.Text);
            };
            await page.GotoAsync(address);
            return page;
        }
    }

    private async Task<JsonElement> ManifestAsync(params string[] folder)
    {
        var text = await File.ReadAllTextAsync(packages.PathOf([.. folder, "package.json"]));
        return JsonDocument.Parse(text).RootElement;
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? [element.GetString()!]
        : element.EnumerateObject().SelectMany(one => Strings(one.Value));

    [GeneratedRegex("<Version>(.+?)</Version>")]
    private static partial Regex Version();

    [GeneratedRegex(@"^(package\.json|README\.md|LICENSE|dist[\\/].+\.(js|d\.ts))$")]
    private static partial Regex Expected();

    // At the beginning of a line, or dynamic; imports in comments name types. A minified script has none.
    [GeneratedRegex(
        """(?:^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?['"]|\bimport\(['"])(?<package>(?:@[\w-]+/)?[a-z][\w-]*)(?:/[\w./-]+)?['"]""",
        RegexOptions.Multiline)]
    private static partial Regex Imports();
}
