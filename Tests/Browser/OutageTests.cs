using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class OutageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task A_reload_resumes_as_the_same_person_in_the_same_room()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        await alice.SayAsync("one");
        await bob.SayAsync("two");
        await alice.Field.FillAsync("half a sent");

        await alice.Page.ReloadAsync();
        await alice.InRoomAsync();

        await alice.SeesAsync("two");
        await Expect(alice.Page.Locator(".message.own .text")).ToHaveTextAsync("one");
        await Expect(alice.Field).ToHaveValueAsync("half a sent");
        // Regression: after a reload, messages already read were below "New messages".
        await Expect(alice.Page.Locator(".separator.unread")).ToHaveCountAsync(0);
        await bob.SeesPeopleAsync("bob", "alice");
    }

    [BrowserFact]
    public async Task A_killed_server_that_comes_back_costs_nothing()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        foreach (var person in new[] { alice, bob })
            person.ExpectsOutage = true;
        var said = new List<string>();
        for (var i = 0; i < 10; i++)
            said.Add(await SayAsync(i % 2 == 0 ? alice : bob, $"before {i}"));

        // One message is under way when the server dies, others are written during the outage.
        await alice.WriteAsync("during 1");
        await Server.KillAsync();
        await Expect(alice.Banner).ToContainTextAsync(new Regex(@"Connection lost\. Reconnecting \(attempt \d+\)"));
        await alice.WriteAsync("during 2");
        await bob.WriteAsync("during 3");
        await Expect(alice.Row("during 2").And(alice.Page.Locator(".waiting"))).ToHaveCountAsync(1);
        await alice.PictureAsync("reconnecting.png");

        await Server.StartAsync();
        string[] written = ["during 1", "during 2", "during 3"];
        foreach (var person in new[] { alice, bob })
        {
            foreach (var text in written)
                await person.SeesAsync(text);
        }

        await Expect(alice.Page.Locator(".message:not(.stored)")).ToHaveCountAsync(0);
        await SayAsync(bob, "after");
        await alice.SeesAsync("after");

        var texts = await alice.TextsAsync();
        Assert.Equal(said, texts.Take(10));
        Assert.Equal(written, texts.Skip(10).Take(3).Order());
        Assert.Equal(14, texts.Count);
        Assert.Equal(texts, await bob.TextsAsync());
    }

    [BrowserFact]
    public async Task A_second_tab_is_the_same_person_and_nothing_is_sent_twice_or_lost()
    {
        var first = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        var second = await DuplicateTabAsync(first);
        await bob.SeesPeopleAsync("bob", "alice");
        await second.SayAsync("one");
        await first.SeesAsync("one");

        foreach (var person in People)
            person.ExpectsOutage = true;
        await Server.KillAsync();
        await Expect(first.Banner).ToContainTextAsync("Reconnecting");
        await first.WriteAsync("two");
        await second.WriteAsync("three");
        await Server.StartAsync();
        foreach (var person in People)
        {
            await person.SeesAsync("two");
            await person.SeesAsync("three");
            await Expect(person.Page.Locator(".message:not(.stored)")).ToHaveCountAsync(0);
        }
        var texts = await bob.TextsAsync();
        Assert.Equal(["one", "three", "two"], texts.Order());
        Assert.Equal(texts, await first.TextsAsync());
        Assert.Equal(texts, await second.TextsAsync());
    }

    [BrowserFact]
    public async Task A_message_that_waits_outlives_a_reload()
    {
        var alice = await ArriveAsync("alice");
        alice.ExpectsOutage = true;
        await alice.SayAsync("one");
        await Server.KillAsync();
        await alice.WriteAsync("two");
        await Expect(alice.Page.Locator(".message.waiting")).ToHaveCountAsync(1);

        // The page cannot load from a stopped server, so the test leaves the page and returns.
        await alice.Page.GotoAsync("about:blank");
        await Server.StartAsync();
        await alice.Page.GotoAsync(Server.Url.ToString());
        await alice.SeesAsync("two");
        await Expect(alice.Page.Locator(".message:not(.stored)")).ToHaveCountAsync(0);
        await alice.SeesAllAsync("one", "two");
    }

    [BrowserFact]
    public async Task A_server_that_is_killed_and_comes_back_while_one_types_disturbs_nothing()
    {
        var alice = await ArriveAsync("alice");
        alice.ExpectsOutage = true;
        await alice.SayAsync("before");
        await alice.Field.PressSequentiallyAsync("half a ");
        await Server.KillAsync();
        await Expect(alice.Banner).ToContainTextAsync("Reconnecting");
        await alice.Page.Keyboard.TypeAsync("sent");
        await Server.StartAsync();
        await alice.Page.Keyboard.TypeAsync("ence");
        await Expect(alice.Banner).ToContainTextAsync("Back online");
        await Expect(alice.Field).ToBeFocusedAsync();
        await Expect(alice.Field).ToHaveValueAsync("half a sentence");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator(".message.stored")).ToHaveCountAsync(2);
        Assert.Equal(["before", "half a sentence"], await alice.TextsAsync());
    }

    [BrowserFact]
    public async Task Retry_now_does_not_wait_for_the_countdown()
    {
        var alice = await OpenAsync("alice");
        // The longest possible waits. A short one could end while the server starts, and then there would be no button to
        // press.
        await alice.Page.AddInitScriptAsync("Math.random = () => 0.999;");
        await alice.Page.ReloadAsync();
        await alice.SignInAsync();
        alice.ExpectsOutage = true;
        await Server.KillAsync();
        // From the fifth attempt on, the waits are long enough to be visible.
        await Expect(alice.Banner).ToContainTextAsync(new Regex(@"attempt ([5-9]|\d\d)\).*next in \d+ s"), new() { Timeout = 60_000 });
        await Server.StartAsync();
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Retry now" }).ClickAsync();
        await Expect(alice.Banner).ToContainTextAsync("Back online");
    }

    [BrowserFact]
    public async Task A_browser_without_a_network_says_so_and_what_is_written_waits()
    {
        var alice = await OpenAsync("alice");
        var wire = await Wire.OfAsync(alice);
        await alice.SignInAsync();
        // A lost network answers nothing: the socket stays open until the client sends.
        wire.Swallow();
        await alice.Page.RouteAsync("**/hubs/chat/negotiate*", route => route.AbortAsync("internetdisconnected"));
        alice.ExpectsOutage = true;
        await alice.Page.Context.SetOfflineAsync(true);
        await Expect(alice.Banner).ToContainTextAsync("Offline. What you write is kept and sent later.", new() { Timeout = 10_000 });
        await alice.WriteAsync("still here");
        await alice.Page.UnrouteAsync("**/hubs/chat/negotiate*");
        await alice.Page.Context.SetOfflineAsync(false);
        await Expect(alice.Banner).ToContainTextAsync("Back online");
        await Expect(alice.Row("still here").And(alice.Page.Locator(".stored"))).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task A_live_connection_overrides_the_browsers_offline_state()
    {
        // Regression: beside a VPN, or on loopback, the page showed "Offline" while messages passed.
        var alice = await OpenAsync("alice");
        await alice.Page.EvaluateAsync("() => Object.defineProperty(navigator, 'onLine', { get: () => false })");
        await alice.SignInAsync();
        await alice.Page.EvaluateAsync(
            """
            () => {
              window.said = [];
              const banner = document.getElementById('banner-text');
              new MutationObserver(() => window.said.push(banner.textContent)).observe(banner, { childList: true });
              window.dispatchEvent(new Event('offline'));
            }
            """);
        var bob = await WriterAsync("bob");
        await alice.SayAsync("there");
        await bob.SayAsync("and back");
        await alice.SeesAsync("and back");
        await Expect(alice.Banner).ToBeHiddenAsync();
        Assert.All(await alice.Page.EvaluateAsync<string[]>("window.said"), Assert.Empty);
    }

    [BrowserFact]
    public async Task A_room_that_starts_over_is_shown_anew_and_says_so()
    {
        var alice = await ArriveAsync("alice");
        alice.ExpectsOutage = alice.ExpectsRefusal = true;
        await alice.SayAllAsync(["one", "two", "three"]);
        await Server.KillAsync();
        // Another database replaces it, as after a restore. The page and the database know nothing of each other.
        foreach (var file in Directory.EnumerateFiles(DataDirectory, "*.db*"))
            File.Delete(file);
        await Server.StartAsync();
        await Expect(alice.Banner).ToContainTextAsync("Back online");
        // Regression: a room that became empty did not say so.
        var anew = alice.Page.Locator("#messages .separator")
            .GetByText("The changes while you were away are not available: the room is shown anew");
        await Expect(anew).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator("#alarm"))
            .ToHaveTextAsync("The changes in lobby while you were away are not available: it is shown anew.");
        var bob = await ArriveAsync("bob");
        await bob.SayAsync("a new beginning");
        await alice.SeesAsync("a new beginning");
        await Expect(anew).ToHaveCountAsync(1);
        await alice.SeesAllAsync("a new beginning");
    }

    [BrowserFact]
    public async Task A_browser_that_was_offline_catches_up_and_says_so()
    {
        var alice = await OpenAsync("alice");
        var wire = await Wire.OfAsync(alice);
        await alice.SignInAsync();
        var bob = await WriterAsync("bob");
        await alice.SayAsync("see you");

        await wire.CutAsync();
        await Expect(alice.Banner).ToContainTextAsync("Reconnecting");
        string[] missed = [.. Enumerable.Range(1, 500).Select(i => $"missed {i}")];
        await bob.SayAllAsync(missed);
        await wire.MendAsync();

        await Expect(alice.Banner).ToContainTextAsync("Back online, 500 new messages");
        // The missed messages begin in view, and one press leads to their end.
        await Expect(alice.Page.Locator(".separator.unread")).ToBeInViewportAsync();
        await Expect(alice.Row("missed 1")).ToBeInViewportAsync();
        await alice.Page.ClickAsync("#pill");
        await Expect(alice.Row("missed 500")).ToBeInViewportAsync();
        Assert.Equal(["see you", .. missed], await HistoryTests.AllTextsAsync(alice));
    }

    [BrowserFact]
    public async Task What_came_while_one_was_away_stands_below_a_divider()
    {
        var alice = await OpenAsync("alice");
        var wire = await Wire.OfAsync(alice);
        await alice.SignInAsync();
        var bob = await ArriveAsync("bob");
        await bob.SayAsync("seen");
        await alice.SeesAsync("seen");
        await wire.CutAsync();
        await Expect(alice.Banner).ToContainTextAsync("Reconnecting");
        await bob.SayAllAsync(["missed 1", "missed 2"]);
        await wire.MendAsync();
        await Expect(alice.Banner).ToContainTextAsync("Back online, 2 new messages while you were away, nothing missed (2 to 3)");
        await Expect(alice.Page.Locator("#messages > :is(.message, .separator.unread)")).ToHaveTextAsync(
            [new Regex("seen$"), new Regex("^New messages$"), new Regex("missed 1$"), new Regex("missed 2$")]);
        await alice.SayAsync("thanks");
        await Expect(alice.Page.Locator(".separator.unread")).ToHaveCountAsync(0);
        await Expect(alice.Page.GetByRole(AriaRole.Img, new() { Name = "Stored as number 4" })).ToBeVisibleAsync();
        await Expect(bob.Row("thanks").Locator(".tick")).ToHaveCountAsync(0);

        // By keyboard: what the page knows of the connection.
        await alice.TabToAsync("aliceconnected", "Shift+Tab");
        await alice.Page.Keyboard.PressAsync("Enter");
        var facts = PersonTests.Sheet(alice, "Connection").Locator("dd");
        await Expect(facts).ToHaveTextAsync(
        [
            new Regex("^connected since "), new Regex("^WebSocket$"), new Regex(@"^\d+ ms$"), new Regex("^1 of 1 are followed here$"),
            new Regex("^nothing$"), new Regex("^1$"),
        ]);
        await Axe.FindsNothingAsync(alice, "connection");
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.Page.Locator("#connection")).ToBeFocusedAsync();
    }

    private static async Task<string> SayAsync(Person person, string text)
    {
        await person.SayAsync(text);
        return text;
    }
}
