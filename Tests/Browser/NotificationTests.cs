using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

public sealed class NotificationTests(BrowserFixture fixture) : PageTest(fixture)
{
    // A headless page always counts as visible, and the test cannot read what the browser shows outside it. The page's own
    // functions report both.
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
    public async Task Only_mentions_and_direct_messages_notify_after_a_click_and_while_away()
    {
        var alice = await OpenAsync("alice");
        await alice.Page.AddInitScriptAsync(Watched);
        await alice.Page.ReloadAsync();
        await alice.SignInAsync();
        var bob = await ArriveAsync("bob");
        await bob.SeesPeopleAsync("bob", "alice");
        var bell = alice.Page.GetByRole(AriaRole.Button, new() { Name = "Notify me of mentions and direct messages" });
        var page = alice.Page.Locator("html");

        await alice.Page.EvaluateAsync("window.away = true");
        await bob.SayAsync("@alice before the click");
        await Expect(alice.Page).ToHaveTitleAsync("(1) #lobby");
        Assert.Equal(0, await alice.Page.EvaluateAsync<int>("window.asked"));

        await bell.ClickAsync();
        await Expect(bell).ToHaveAttributeAsync("aria-pressed", "true");
        await bob.SayAsync("nothing for alice");
        await Expect(alice.Page).ToHaveTitleAsync("(2) #lobby");
        await bob.SayAsync("@alice hello");
        await Expect(page).ToHaveAttributeAsync("data-notified", "1");
        // The room of the two, which her page has not opened.
        await bob.Page.Locator("#people-list button").PressAsync("Enter");
        await bob.Page.GetByText("Message privately").PressAsync("Enter");
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("alice");
        await bob.SayAsync("psst");
        await Expect(page).ToHaveAttributeAsync("data-notified", "2");
        var notified = await alice.Page.EvaluateAsync<string[]>("window.notified");
        Assert.Equal("#lobby | bob: @alice hello | chat lobby", notified[0]);
        Assert.StartsWith("bob | bob: psst | chat direct-", notified[1], StringComparison.Ordinal);

        await alice.Page.EvaluateAsync("window.latest.onclick()");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("bob");
        await alice.SeesAsync("psst");

        await alice.Page.EvaluateAsync("window.away = false; document.dispatchEvent(new Event('visibilitychange'))");
        await bob.SayAsync("seen as it comes");
        await alice.SeesAsync("seen as it comes");
        await bell.ClickAsync();
        await Expect(bell).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Equal(2, await alice.Page.EvaluateAsync<int>("window.notified.length"));
    }

    /// <summary>
    /// Regression: Chrome on Android has no Notification constructor for a page. The page drew neither the message nor those
    /// after it.
    /// </summary>
    [BrowserFact]
    public async Task A_notification_that_fails_is_a_warning_and_the_messages_are_drawn()
    {
        var alice = await OpenAsync("alice");
        await alice.Page.AddInitScriptAsync(Watched);
        await alice.Page.AddInitScriptAsync(
            """
            window.asked = 1;
            window.Notification = class {
              constructor() { document.documentElement.dataset.tried = 'yes'; throw new TypeError('Illegal constructor'); }
              static permission = 'granted'; };
            """);
        await alice.Page.ReloadAsync();
        await alice.SignInAsync();
        alice.ExpectsWarning = "A notification failed.";
        var bell = alice.Page.GetByRole(AriaRole.Button, new() { Name = "Notify me of mentions and direct messages" });
        await bell.ClickAsync();
        await alice.Page.EvaluateAsync("window.away = true");
        var bob = await WriterAsync("bob");
        await bob.PostAsync("one", mentioned: alice);
        await bob.SayAllAsync(["two", "three"]);
        await alice.SeesAllAsync("one", "two", "three");
        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("data-tried", "yes");
        await Expect(alice.Page).ToHaveTitleAsync("(3) #lobby");
        // The browser can show no notification here, so the page must stop offering it.
        await Expect(bell).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [BrowserFact]
    public async Task No_character_is_cut_in_half_and_what_is_deleted_is_withdrawn()
    {
        const string Family = "👨\u200D👩\u200D👧\u200D👦";
        var alice = await OpenAsync("alice");
        await alice.Page.AddInitScriptAsync(Watched);
        await alice.Page.AddInitScriptAsync(
            "window.Notification.prototype.close = function () { document.documentElement.dataset.closed = 'yes'; };");
        await alice.Page.ReloadAsync();
        await alice.SignInAsync();
        await alice.Page.ClickAsync("#notify");
        await alice.Page.EvaluateAsync("window.away = true");
        var bob = await WriterAsync("🇩🇪 Bob");
        var tooLong = await bob.PostAsync(string.Concat(Enumerable.Repeat(Family, 20)), mentioned: alice);
        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("data-notified", "1");
        Assert.Equal(
            [$"#lobby | 🇩🇪 Bob: {string.Concat(Enumerable.Repeat(Family, 11))}… | chat lobby"],
            await alice.Page.EvaluateAsync<string[]>("window.notified"));
        await Expect(alice.Rows.First.Locator(".avatar")).ToHaveTextAsync("🇩🇪");
        await bob.DeleteAsync(tooLong);
        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("data-closed", "yes");
    }
}
