using System.Text.Json;
using SignalRChat.BrowserTests.Support;
using Xunit.Abstractions;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>The browser's treatment of a page in the background, by the browser's own means.</summary>
[Collection(BrowserFixture.AloneCollection)]
public sealed class PutAsideTests(WholeBrowserFixture fixture, ITestOutputHelper output) : ClientTabTest(fixture)
{
    private const int Second = 1_000;

    // The events that the browser reported.
    private const string Prepare = """
        (() => {
          globalThis.received = [];
          for (const name of ['freeze', 'resume']) document.addEventListener(name, () => received.push(name));
          for (const name of ['pagehide', 'pageshow']) addEventListener(name, (event) => received.push(`${name} ${event.persisted}`));
          let last = performance.now();
          globalThis.paused = 0;
          setInterval(() => { if (performance.now() - last > 100) paused += performance.now() - last; last = performance.now(); }, 20);
          for (const [target, name] of [[document, 'resume'], [window, 'pageshow']]) {
            const wakes = () => { globalThis.wokeAt = last = performance.now(); globalThis.paused = 0; };
            target.addEventListener(name, wakes, { capture: true });
          }
        })()
        """;

    [BrowserFact]
    public async Task A_page_that_was_frozen_is_back_within_a_second_of_going_on()
    {
        var bob = await SomebodyAsync("bob");
        await using var alice = await ArriveAsync();

        await alice.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
        await alice.AskAsync<bool>(MortalSocket.Die);
        await bob.SendAsync("missed");
        await alice.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });

        await IsBackAsync(alice);
        Assert.Equal(["freeze", "resume"], await alice.AskAsync<string[]>("received"));
    }

    /// <summary>The page keeps no connection meanwhile, because the browser would otherwise not cache it.</summary>
    [BrowserFact]
    public async Task A_page_that_comes_out_of_the_back_forward_cache_is_back_within_a_second()
    {
        var bob = await SomebodyAsync("bob");
        await using var alice = await ArriveAsync();
        var before = await alice.SendAsync("Page.getNavigationHistory");
        var entry = before.GetProperty("entries")[before.GetProperty("currentIndex").GetInt32()].GetProperty("id").GetInt32();

        await alice.GoToAsync(new Uri(Server.Url, "lib/signalr/VENDORED.txt"));
        await bob.SendAsync("missed");
        await alice.SendAsync("Page.navigateToHistoryEntry", new() { ["entryId"] = entry });
        await alice.UntilAsync("globalThis.received !== undefined || performance.getEntriesByType('navigation')[0]?.notRestoredReasons");

        Assert.Null(await alice.AskAsync<string?>(
            "globalThis.received ? null : JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)"));
        await IsBackAsync(alice);
        var received = await alice.AskAsync<string[]>("received");
        Assert.Equal(["pagehide true", "pageshow true"], received.Where(name => name.StartsWith("page", StringComparison.Ordinal)));
    }

    private async Task<BareBrowser> ArriveAsync()
    {
        var alice = await BareBrowser.OpenAsync(new Uri(Server.Url, ClientTab.EmptyPage));
        await alice.AskAsync<JsonElement>(MortalSocket.Script);
        await alice.AskAsync<JsonElement>(Prepare);
        await alice.AskAsync<JsonElement>($"({ClientTab.OpenApp})({{ name: 'alice', start: true }})");
        await alice.AskAsync<JsonElement>("app.joined.then(() => null)");
        return alice;
    }

    /// <summary>Without the time in which the machine stood still.</summary>
    private async Task IsBackAsync(BareBrowser alice)
    {
        await alice.UntilAsync("app.list.map(({ text }) => text).join() === 'missed'");
        var took = await alice.AskAsync<double>(
            "app.states.find(({ state, at }) => state === 'connected' && at > wokeAt).at - wokeAt - paused");
        output.WriteLine($"{took:0} ms");
        Assert.InRange(took, 0, Second);
    }
}
