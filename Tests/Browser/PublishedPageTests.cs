using System.Net;
using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>
/// The page of a published server. Regression: it took 88 requests, and on a slow phone 7.9 s before a user could sign in.
/// </summary>
[Collection(BrowserFixture.ThirdCollection)]
public sealed partial class PublishedPageTests(BrowserFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private const int MostRequests = 8;
    // As a browser receives the files, and without compression.
    private const int MostBytes = 80 * 1024;
    private const int MostUncompressed = 256 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalrchat-");

    private string Project => Path.Combine(Repository.Root, "SignalRChat.csproj");

    // The output folder of the other tests stays unchanged.
    private string Artifacts => $"-p:ArtifactsPath={Path.Combine(_folder.FullName, "artifacts")}";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [BrowserFact]
    public async Task A_published_page_takes_a_handful_of_requests_and_chats()
    {
        var published = Path.Combine(_folder.FullName, "app");
        await Command.RunAsync(
            Repository.Root,
            "dotnet",
            "publish", Project, "--configuration", "Release", "--output", published, Artifacts, "-nodeReuse:false");
        var data = _folder.CreateSubdirectory("data").FullName;
        var settings = new Dictionary<string, string> { ["Authentication:Guests:Enabled"] = "true" };
        var program = ServerProgram.Published(Path.Combine(published, "SignalRChat.dll"));
        await using var server = await ServerProcess.StartNewAsync(data, settings, program: program);
        var context = await fixture.Browser.NewContextAsync(new() { Locale = "en-GB" });
        context.SetDefaultTimeout(BrowserFixture.Patience);
        var alice = new Person("alice", await context.NewPageAsync());
        var answers = new List<IResponse>();
        alice.Page.Response += (_, answer) => answers.Add(answer);

        // Scripts of the document have run when it has loaded.
        await alice.Page.GotoAsync(server.Url.ToString(), new() { WaitUntil = WaitUntilState.Load });
        await Expect(alice.Page.Locator("#sign-in-form")).ToBeVisibleAsync();
        var before = answers.ToArray();
        output.WriteLine(string.Join('\n', before.Select(answer => $"{answer.Status} {answer.Url}")));
        Assert.InRange(before.Length, 3, MostRequests);
        foreach (var answer in before.Where(answer => new Uri(answer.Url).AbsolutePath != "/"))
        {
            Assert.Matches(InBuild(), new Uri(answer.Url).AbsolutePath);
            Assert.Equal("max-age=31536000, immutable", await answer.HeaderValueAsync("cache-control"));
        }
        var bytes = (await Task.WhenAll(before.Select(answer => answer.Request.SizesAsync()))).Sum(sizes => sizes.ResponseBodySize);
        using var http = new HttpClient { BaseAddress = server.Url };
        var files = await Task.WhenAll(before.Select(answer => http.GetByteArrayAsync(new Uri(answer.Url))));
        output.WriteLine($"{bytes} bytes of bodies, {files.Sum(file => file.Length)} bytes of files");
        Assert.InRange(bytes, 10_000, MostBytes);
        Assert.InRange(files.Sum(file => file.Length), bytes, MostUncompressed);
        var script = Assert.Single(before, answer => answer.Url.EndsWith("/js/dist/page.js", StringComparison.Ordinal));
        Assert.Equal("br", await script.HeaderValueAsync("content-encoding"));
        Assert.Contains(before, answer => answer.Url.EndsWith("/css/page.css", StringComparison.Ordinal));
        Assert.Contains("script-src 'self'", await before[0].HeaderValueAsync("content-security-policy"), StringComparison.Ordinal);

        await alice.SignInAsync();
        await alice.SayAsync("from the bundle");
        await alice.Page.ReloadAsync();
        await alice.SeesAsync("from the bundle");
        await alice.Row("from the bundle").HoverAsync();
        await Expect(alice.Page.Locator("button[aria-label=Edit] use"))
            .ToHaveAttributeAsync("href", new Regex(@"/page-[0-9a-f]{12}/img/icons\.svg#edit$"));
        Assert.Empty(alice.Complaints);
        await context.CloseAsync();

        // The sources stay modules, for apps that import the client from the server.
        foreach (var module in (string[])["/js/chat-client.js", "/js/page/main.js", "/lib/signalr/signalr.min.js"])
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(module, UriKind.Relative))).StatusCode);
        // None of its files, in any spelling, is a document without the policy.
        foreach (var path in PolicyPaths.All(Path.Combine(published, "wwwroot")))
            await PolicyPaths.CheckAsync(http, HttpMethod.Get, path);
    }

    [Fact]
    public async Task Without_npm_a_publish_says_what_to_do()
    {
        var nothing = _folder.CreateSubdirectory("path").FullName;

        var said = await Command.FailAsync(
            Repository.Root, nothing, "dotnet", "msbuild", Project, "-t:RestorePageTools", Artifacts, "-nodeReuse:false");

        Assert.Contains("npm was not found", said, StringComparison.Ordinal);
        Assert.Contains("-p:BundlePage=false", said, StringComparison.Ordinal);
    }

    [GeneratedRegex("^/page-[0-9a-f]{12}/")]
    private static partial Regex InBuild();
}
