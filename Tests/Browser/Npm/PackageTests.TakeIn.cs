using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests.Npm;

/// <summary>From an empty folder, by the commands of a document, to the users of an app in its own page.</summary>
public sealed partial class PackageTests
{
    /// <summary>No other version, which something else may have restored on this machine.</summary>
    private const string Packed = "0.1.0-tested";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [UnsupportedOSPlatform("windows")]
    [BrowserTheory]
    [InlineData("ASP.NET Core")]
    [InlineData("Node.js")]
    public async Task An_empty_folder_becomes_a_react_app_whose_own_users_chat(string backend)
    {
        using var data = new TempDirectory();
        using var script = await ScriptAsync("docs/react.md", 5000, 8080, 5173);
        script.PutInPlaceOf("dotnet", $$"""
            case "$*" in
              "run --project ../SignalRChat")
                cd '{{Repository.Root}}'
                LAUNCH_ENVIRONMENT=Development exec dotnet '{{ServerProgram.BuiltFile}}' --urls http://127.0.0.1:5000 \
                  --Storage:DataDirectory='{{data.Path}}' ;;
              *) exec dotnet "$@" ;;
            esac
            """);
        var begin = TimeProvider.System.GetTimestamp();

        await using var server = await RunningProgram.StartAsync(script.Bash(script.Below("1. Start the chat server")), _patience);
        await using var app = await RunningProgram.StartAsync(script.Bash(script.Below(backend)), _patience);
        await using var web = await RunningProgram.StartAsync(script.Bash(script.Below("3. The page")), _patience);

        await TwoChatAsync(web.Origin, page => page.GetByRole(AriaRole.Listitem), name => $"{name}: ");
        output.WriteLine($"React and {backend}: {TimeProvider.System.GetElapsedTime(begin).TotalMinutes:0.00} minutes");
    }

    [UnsupportedOSPlatform("windows")]
    [BrowserFact]
    public async Task An_empty_folder_becomes_an_app_with_the_chat_in_it()
    {
        using var feed = new TempDirectory();
        using var script = await ScriptAsync("docs/embedding-tutorial.md", 8080);
        await PackAsync(feed);
        script.Variables["RestoreAdditionalProjectSources"] = feed;
        // Into a folder of this test. The packages of others need not be loaded again.
        script.Variables["NUGET_FALLBACK_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        script.Variables["NUGET_PACKAGES"] = feed.File("restored");
        script.PutInPlaceOf("dotnet", $"""
            case "$*" in
              "add package SignalRChat --version 0.1.0") exec dotnet add package SignalRChat --version {Packed} --no-restore ;;
              *) exec dotnet "$@" ;;
            esac
            """);
        var begin = TimeProvider.System.GetTimestamp();

        string[] steps = ["1. Add the chat to an app", "2. Put a room into a page", "3. Run it"];
        await using var app = await RunningProgram.StartAsync(script.Bash(string.Join('\n', steps.Select(script.Below))), _patience);

        await TwoChatAsync(app.Origin, page => page.Locator("signalr-chat li [part=message-text]"), _ => "", OwnInElement);
        output.WriteLine($"Embedding: {TimeProvider.System.GetElapsedTime(begin).TotalMinutes:0.00} minutes");
    }

    /// <summary>Two users of the app sign in and talk, and a reload shows the same.</summary>
    private async Task TwoChatAsync(
        string app, Func<IPage, ILocator> lines, Func<string, string> before, Func<IPage, ILocator>? own = null)
    {
        var ann = await Colleague.SignInAsync(fixture.Browser, app, "ann", lines);
        var stranger = await ann.Page.Context.APIRequest.PostAsync($"{app}/sign-in", new() { DataObject = new { name = "mallory" } });
        Assert.Equal(401, stranger.Status);
        var bob = await Colleague.SignInAsync(fixture.Browser, app, "bob", lines);

        await ann.SendAsync("Is it done?");
        await bob.SeesAsync($"{before("ann")}Is it done?");
        await bob.SendAsync("Yes.");
        string[] all = [$"{before("ann")}Is it done?", $"{before("bob")}Yes."];
        await ann.SeesAsync(all);
        await ann.Page.ReloadAsync();
        await ann.SeesAsync(all);
        // The page knows its user, also without a token.
        if (own is not null)
            await Expect(own(ann.Page)).ToHaveTextAsync(["Is it done?"]);

        foreach (var one in new[] { ann, bob })
        {
            await one.Page.Context.CloseAsync();
            Assert.Empty(one.Errors);
        }
    }

    private static ILocator OwnInElement(IPage page) => page.Locator("signalr-chat li[part='message own'] [part=message-text]");

    /// <summary>Nothing of what the commands build outlives the test.</summary>
    [UnsupportedOSPlatform("windows")]
    private async Task<DocumentScript> ScriptAsync(string document, params int[] ports)
    {
        var script = new DocumentScript(document, ports);
        foreach (var (name, value) in new[] { ("NO_COLOR", "1"), ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false") })
            script.Variables[name] = value;
        await PutPackedInPlaceOfPublishedAsync(script);
        return script;
    }

    /// <summary>
    /// The server and its contracts, as they were built for this test. The build of this project alone has the contracts for one
    /// framework only.
    /// </summary>
    private static async Task PackAsync(string feed)
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var configuration = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(own.Name);
        await Task.WhenAll(new[] { ("Contracts", "--no-restore"), ("SignalRChat.csproj", "--no-build") }.Select(one => Command.RunAsync(
            Repository.Root, "dotnet", "pack", one.Item1, one.Item2, "--configuration", configuration, "--output", feed,
            $"-p:ArtifactsPath={own.Parent!.Parent!.Parent!.FullName}", $"-p:PackageVersion={Packed}", "-nodeReuse:false")));
    }

    /// <summary>
    /// <c>npm install NAME</c> takes the packed package of this name. Everything else has the version that <c>js/</c> is tested with,
    /// so that a release of today does not change the result.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private async Task PutPackedInPlaceOfPublishedAsync(DocumentScript script)
    {
        var cases = (await ManifestAsync()).GetProperty("devDependencies").EnumerateObject()
            .Select(tool => $"{tool.Name}) word={tool.Name}@{tool.Value.GetString()} ;;")
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "artifacts", "npm"), "*.tgz")
                .Select(file => $"@signalrchat/{PackedName().Match(file).Groups["name"].Value}) word='{file}' ;;"));
        script.PutInPlaceOf("npm", $"""
            for word in "$@"; do
              shift
              case $word in
                {string.Join("\n    ", cases)}
              esac
              set -- "$@" "$word"
            done
            exec npm --prefer-offline --no-audit --no-fund "$@"
            """);
    }

    [GeneratedRegex(@"signalrchat-(?<name>[a-z]+)-[\d.]+\.tgz$")]
    private static partial Regex PackedName();

    /// <summary>A user of the app.</summary>
    private sealed class Colleague
    {
        private readonly List<string> _errors = [];
        private readonly ILocator _lines;

        private Colleague(IPage page, ILocator lines)
        {
            (Page, _lines) = (page, lines);
            page.PageError += (_, error) => _errors.Add(error);
        }

        public IPage Page { get; }

        public IReadOnlyCollection<string> Errors => _errors;

        public static async Task<Colleague> SignInAsync(IBrowser browser, string app, string name, Func<IPage, ILocator> lines)
        {
            var context = await browser.NewContextAsync();
            context.SetDefaultTimeout(BrowserFixture.Patience);
            var page = await context.NewPageAsync();
            var colleague = new Colleague(page, lines(page));
            await page.GotoAsync(app);
            await page.GetByLabel("Name").FillAsync(name);
            await page.GetByLabel("Password").FillAsync($"{name}-password");
            var button = page.GetByRole(AriaRole.Button, new() { Name = "Sign in" });
            await button.ClickAsync();
            await Expect(button).ToBeHiddenAsync();
            return colleague;
        }

        public async Task SendAsync(string text)
        {
            var box = Page.GetByLabel("Message", new() { Exact = true });
            await box.FillAsync(text);
            await box.PressAsync("Enter");
        }

        public Task SeesAsync(params string[] lines) => Expect(_lines).ToHaveTextAsync(lines);
    }
}
