using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>Which messages count as unread, and the position at which a room opens.</summary>
public sealed class ReadingTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task A_deleted_message_is_not_unread_in_a_room_in_the_background()
    {
        var alice = await ArriveAsync("alice");
        var bob = await WriterAsync("bob");
        await alice.JoinAsync("kitchen");
        var first = await bob.PostAsync("a slip");
        var second = await bob.PostAsync("another");
        await Expect(alice.Page).ToHaveTitleAsync("(2) #kitchen");
        await bob.DeleteAsync(first);
        await Expect(alice.Page).ToHaveTitleAsync("(1) #kitchen");
        await Expect(alice.Page.Locator("#my-rooms .badge")).ToHaveTextAsync("1");
        await bob.DeleteAsync(second);
        await Expect(alice.Page).ToHaveTitleAsync("#kitchen");
        await Expect(alice.Page.Locator("#my-rooms .badge")).ToHaveCountAsync(0);

        await bob.SayAsync("what stands");
        await Expect(alice.Page).ToHaveTitleAsync("(1) #kitchen");
        await alice.OpenRoomAsync("lobby");
        await Expect(alice.Page.Locator("#messages > :is(.message, .unread)")).ToHaveTextAsync(
            [new Regex("deleted"), new Regex("deleted"), new Regex("^New messages$"), new Regex("what stands$")]);
    }

    [BrowserFact]
    public async Task A_message_sent_and_deleted_while_away_is_neither_counted_nor_spoken()
    {
        var alice = await OpenAsync("alice");
        var wire = await Wire.OfAsync(alice);
        await alice.SignInAsync();
        var bob = await WriterAsync("bob");
        await wire.CutAsync();
        await Expect(alice.Banner).ToContainTextAsync("Reconnecting");
        await bob.SayAsync("missed 1");
        await bob.DeleteAsync(await bob.PostAsync("a slip"));
        await bob.SayAsync("missed 2");
        await wire.MendAsync();
        await Expect(alice.Banner).ToContainTextAsync("Back online, 2 new messages");
        await Expect(alice.Page.Locator("#announcer")).ToHaveTextAsync("bob: missed 1. bob: missed 2");
        await Expect(alice.Page).ToHaveTitleAsync("#lobby");
    }

    [BrowserFact]
    public async Task A_room_opens_at_the_first_unread_message_and_only_what_was_seen_is_read()
    {
        var alice = await ArriveAsync("alice");
        var bob = await WriterAsync("bob");
        await bob.SayAllAsync(Lines("old", 30));
        await alice.SeesAsync("old 30");
        await alice.JoinAsync("kitchen");
        await bob.SayAllAsync(Lines("line", 120));
        await Expect(alice.Page).ToHaveTitleAsync("(120) #kitchen");

        await alice.OpenRoomAsync("lobby");
        await OpensAtAsync(alice, "line 1", "line 120");
        // Visible messages are read, the others are not.
        var seen = 120 - await UnreadAsync(alice);
        Assert.InRange(seen, 5, 60);
        await Expect(alice.Row($"line {seen}")).ToBeInViewportAsync();
        await Expect(alice.Row($"line {seen + 1}")).Not.ToBeInViewportAsync(new() { Ratio = 1 });
        await alice.Row("line 100").ScrollIntoViewIfNeededAsync();
        await Expect(alice.Page).ToHaveTitleAsync(new Regex(@"^\((1?\d|20)\) #lobby$"));
        Assert.InRange(await UnreadAsync(alice), 1, 20);

        await alice.Page.ClickAsync("#pill");
        await Expect(alice.Row("line 120")).ToBeInViewportAsync();
        await Expect(alice.Page).ToHaveTitleAsync("#lobby");
        await Expect(alice.Page.Locator("#pill")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_reopened_page_begins_at_the_first_unread_message_however_far_back_it_is()
    {
        var alice = await ArriveAsync("alice");
        var bob = await WriterAsync("bob");
        await bob.SayAllAsync(Lines("old", 30));
        await alice.SeesAsync("old 30");
        await alice.Page.GotoAsync("about:blank");
        await bob.SayAllAsync(Lines("line", 120));
        await alice.Page.GotoAsync(Server.Url.ToString());
        await OpensAtAsync(alice, "line 1", "line 120");
        await alice.Page.ReloadAsync();
        await alice.SeesPillAsync(new Regex(@"^\d+ new messages ↓$"));
        Assert.InRange(await UnreadAsync(alice), 60, 119);
    }

    [BrowserFact]
    public async Task What_came_while_the_page_was_not_looked_at_is_not_read()
    {
        var alice = await OpenAsync("alice");
        await alice.Page.AddInitScriptAsync(
            """
            window.away = false;
            Object.defineProperty(document, 'hidden', { get: () => window.away });
            Object.defineProperty(document, 'visibilityState', { get: () => (window.away ? 'hidden' : 'visible') });
            """);
        await alice.Page.ReloadAsync();
        await alice.SignInAsync();
        var bob = await WriterAsync("bob");
        await alice.Page.EvaluateAsync("window.away = true; document.dispatchEvent(new Event('visibilitychange'))");
        await bob.SayAllAsync(Lines("line", 80));
        await Expect(alice.Page).ToHaveTitleAsync("(80) #lobby");
        await alice.Page.EvaluateAsync("window.away = false; document.dispatchEvent(new Event('visibilitychange'))");
        await OpensAtAsync(alice, "line 1", "line 80");
    }

    [BrowserFact]
    public async Task What_was_read_just_before_a_page_closes_is_read_on_every_device()
    {
        var bob = await ArriveAsync("bob");
        var alice = await ArriveAsync("alice");
        // The client sends a read cursor at most once a second: here the second does not end.
        await alice.Page.EvaluateAsync(
            """
            () => {
              const [now, later] = [Date.now(), window.setTimeout];
              Date.now = () => now;
              window.setTimeout = (act, ms, ...rest) => (ms > 0 ? 0 : later(act, ms, ...rest));
            }
            """);
        foreach (var text in new[] { "one", "two" })
        {
            await bob.SayAsync(text);
            await alice.SeesAsync(text);
        }
        await alice.Page.GotoAsync("about:blank");
        await Expect(bob.Row("two").Locator(".note")).ToHaveTextAsync("Seen by alice");
    }

    private static IEnumerable<string> Lines(string what, int count) => Enumerable.Range(1, count).Select(i => $"{what} {i}");

    private static async Task OpensAtAsync(Person person, string first, string last)
    {
        await person.SeesPillAsync(new Regex(@"^\d+ new messages ↓$"));
        await Expect(person.Page.Locator(".separator.unread")).ToBeInViewportAsync();
        await Expect(person.Row(first)).ToBeInViewportAsync();
        await Expect(person.Row(last)).Not.ToBeInViewportAsync();
        await Expect(person.Page).ToHaveTitleAsync(new Regex(@"^\(\d+\) #lobby$"));
    }

    private static async Task<int> UnreadAsync(Person person) =>
        int.Parse((await person.Page.Locator("#pill").InnerTextAsync()).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
