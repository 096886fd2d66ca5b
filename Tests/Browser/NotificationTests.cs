using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class NotificationTests(BrowserFixture fixture) : PageTest(fixture)
{
    // A headless page always counts as seen, and what the browser shows outside of it cannot be read: both are told by the page's own means.
    private const string Watched =
        """
        window.notified = []; window.asked = 0;
        window.Notification = class extends EventTarget {
          constructor(title, options) { super(); window.notified.push(`${title} | ${options.body} | ${options.tag}`); window.latest = this;
            document.documentElement.dataset.notified = String(window.notified.length);
          }
          close() {}
          static get permission() { return window.asked > 0 ? 'granted' : 'default'; }
          static async requestPermission() { window.asked++; return 'granted'; }
        };
        window.away = false;
        Object.defineProperty(document, 'hidden', { get: () => window.away });
        Object.defineProperty(document, 'visibilityState', { get: () => (window.away ? 'hidden' : 'visible') });
        """;

    [BrowserFact]
    public async Task Notifications_come_only_after_a_click_and_only_while_one_looks_elsewhere()
    {
        var alice = await OpenAsync("alice");
        await alice.Page.AddInitScriptAsync(Watched);
        await alice.Page.ReloadAsync();
        await alice.SignInAsync();
        var bob = await ArriveAsync("bob");
        var bell = alice.Page.GetByRole(AriaRole.Button, new() { Name = "Notify me of new messages" });

        await alice.Page.EvaluateAsync("window.away = true");
        await bob.SayAsync("before the click");
        await Expect(alice.Page).ToHaveTitleAsync("(1) #lobby");
        Assert.Equal(0, await alice.Page.EvaluateAsync<int>("window.asked"));

        await bell.ClickAsync();
        await Expect(bell).ToHaveAttributeAsync("aria-pressed", "true");
        await bob.SayAsync("hello");
        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("data-notified", "1");
        Assert.Equal(["#lobby | bob: hello | chat lobby"], await alice.Page.EvaluateAsync<string[]>("window.notified"));

        await alice.JoinAsync("kitchen");
        await alice.Page.EvaluateAsync("window.latest.onclick()");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#lobby");

        await alice.Page.EvaluateAsync("window.away = false; document.dispatchEvent(new Event('visibilitychange'))");
        await bob.SayAsync("seen as it comes");
        await alice.SeesAsync("seen as it comes");
        await bell.ClickAsync();
        await Expect(bell).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Equal(1, await alice.Page.EvaluateAsync<int>("window.notified.length"));
    }
}
