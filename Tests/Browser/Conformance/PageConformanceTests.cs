using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.Conformance;

/// <summary>
/// Plays the schedules of <c>Tests/Conformance</c> over a real socket: the hand-written ones, and a tenth of the generated
/// ones. <c>Tests/Conformance/js</c> plays all of them in memory. This test adds SignalR's own client.
/// </summary>
[Collection(BrowserFixture.Collection)]
public sealed partial class PageConformanceTests(BrowserFixture fixture)
{
    private const int AtOnce = 16;

    private static readonly Dictionary<string, string> _ofTest = new()
    {
        ["/js/page-app.js"] = "page-app.mjs",
        ["/js/app-state.mjs"] = "app-state.mjs",
    };

    private static readonly string _scripts = Path.Combine(Repository.Root, "wwwroot");

    [BrowserFact]
    public async Task The_app_in_a_page_has_what_the_schedules_say()
    {
        ConformanceSchedule[] schedules = [.. ConformanceSchedule.Written(), .. ConformanceSchedule.Drawn().Where((_, i) => i % 10 == 0)];
        Assert.InRange(schedules.Length, 110, int.MaxValue);
        await using var site = await BlankSite.StartAsync();
        await using var context = await fixture.Browser.NewContextAsync();
        var page = await OpenAsync(context, site.Url);

        var seen = new ScheduleOutcome[schedules.Length];
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForAsync(
            0, schedules.Length, atOnce, async (i, _) => seen[i] = await PageScheduleRun.PlayAsync(page, schedules[i]));

        Assert.All(schedules.Zip(seen), pair => Assert.Equal($"{pair.First}: {pair.First.Expected}", $"{pair.First}: {pair.Second}"));
    }

    /// <summary>A page of another site, with the repository's unchanged scripts.</summary>
    private static async Task<IPage> OpenAsync(IBrowserContext context, Uri site)
    {
        var page = await context.NewPageAsync();
        await page.RouteAsync(IsScript(), Serve);
        await page.GotoAsync(site.ToString());
        return page;

        Task Serve(IRoute route)
        {
            var file = new Uri(route.Request.Url).AbsolutePath;
            var path = _ofTest.TryGetValue(file, out var script)
                ? Path.Combine(Repository.Root, "Tests", "Conformance", "js", script)
                : _scripts + file;
            return route.FulfillAsync(new() { Path = path, ContentType = "text/javascript" });
        }
    }

    [GeneratedRegex(@"^http://[^/]+/(js|lib)/")]
    private static partial Regex IsScript();
}
