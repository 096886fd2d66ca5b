using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

public sealed class ReplyTests(BrowserFixture fixture) : PageTest(fixture)
{
    private protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Chat__Presence__LeaveDelay"] = "00:00:00" };

    [BrowserFact]
    public async Task With_the_keyboard_alone_one_replies_and_the_quote_leads_back_to_the_original()
    {
        var bob = await WriterAsync("bob");
        await bob.SayAsync("shall we <b>ship</b>\nit?");
        await bob.SayAllAsync(Enumerable.Range(1, 10).Select(i => $"line {i}"));
        var alice = await ArriveAsync("alice");
        var keys = alice.Page.Keyboard;
        var replying = alice.Page.Locator("#replying");

        // Up from the buttons of the newest message to those of the first.
        await alice.TabToAsync("React", "Shift+Tab");
        for (var i = 0; i < 10; i++)
            await keys.PressAsync("ArrowUp");
        await alice.ArrowToAsync("Reply");
        await keys.PressAsync("Enter");
        await Expect(replying).ToContainTextAsync("Reply to bobshall we <b>ship</b> it?");
        await Expect(alice.Field).ToBeFocusedAsync();
        await Axe.FindsNothingAsync(alice, "replying");
        await keys.PressAsync("Escape");
        await Expect(replying).ToBeHiddenAsync();
        await alice.Row("shall we <b>ship</b>\nit?").Locator("button[aria-label=Reply]").FocusAsync();
        await keys.PressAsync("Enter");
        await keys.TypeAsync("yes");
        await keys.PressAsync("Enter");
        var quote = alice.Row("yes").Locator(".quote");
        await Expect(quote).ToHaveAccessibleNameAsync("Reply to bob shall we <b>ship</b> it?");
        await Expect(replying).ToBeHiddenAsync();
        await Expect(alice.Row("yes").And(alice.Page.Locator(".stored"))).ToHaveCountAsync(1);

        // The original is in no page of history that is loaded.
        await bob.SayAllAsync(Enumerable.Range(11, 110).Select(i => $"line {i}"));
        var carol = await ArriveAsync("carol", options: PhoneTests.Phone);
        await alice.SeesAsync("line 120");
        await alice.SayAsync("as I said");
        await alice.Row("yes").Locator("button[aria-label=Reply]").FocusAsync();
        await keys.PressAsync("Enter");
        await keys.TypeAsync("again yes");
        await keys.PressAsync("Enter");
        quote = carol.Row("again yes").Locator(".quote");
        await Expect(quote).ToHaveAccessibleNameAsync("Reply to an earlier message");
        await PhoneTests.TargetsAreLargeAsync(carol, "a reply", 4);
        await Axe.FindsNothingAsync(carol, "a reply on a phone");
        await quote.TapAsync();
        await Expect(carol.Row("yes")).ToBeFocusedAsync();
        await Expect(carol.Row("yes")).ToBeInViewportAsync();
        await Expect(quote).ToHaveAccessibleNameAsync("Reply to alice yes");
        await Expect(carol.Page.Locator("#banner")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_name_after_an_at_sign_is_chosen_from_a_list_and_marked_for_the_one_it_names()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("Bob Marsh", options: PhoneTests.Phone);
        // An absent member without a message, and with a name that is no HTML.
        await using (await HubWriter.ArriveAsync(Server.Url, "<i>bo</i>", "lobby"))
            await alice.SeesSubtitleAsync("3 people here");
        await alice.SeesSubtitleAsync("2 people here");
        var keys = alice.Page.Keyboard;
        var options = alice.Page.GetByRole(AriaRole.Option);

        await keys.TypeAsync("hi @");
        await Expect(options).ToHaveTextAsync(["<<i>bo</i>", "BBob Marsh"]);
        await Axe.FindsNothingAsync(alice, "people to mention");
        await keys.TypeAsync("b");
        await Expect(options).ToHaveTextAsync(["BBob Marsh"]);
        await Expect(alice.Field).ToHaveAttributeAsync("aria-activedescendant", "mention-0");
        await keys.PressAsync("Escape");
        await Expect(options).ToHaveCountAsync(0);
        await keys.PressAsync("Backspace");
        await Expect(options).ToHaveCountAsync(0);
        await keys.PressAsync("Backspace");
        await keys.TypeAsync("@");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(alice.Field).ToHaveValueAsync("hi @Bob Marsh ");
        await keys.TypeAsync("and @bob, not you@bob");
        await keys.PressAsync("Enter");

        const string text = "hi @Bob Marsh and @bob, not you@bob";
        await Expect(bob.Row(text).Locator("mark.mention")).ToHaveTextAsync(["@Bob Marsh"]);
        await Expect(bob.Page.Locator(".for-me")).ToHaveCountAsync(1);
        await Expect(alice.Row(text).Locator("span.mention")).ToHaveTextAsync(["@Bob Marsh"]);
        await Expect(alice.Page.Locator(".for-me")).ToHaveCountAsync(0);
        await Axe.FindsNothingAsync(bob, "a mention on a phone");
    }
}
