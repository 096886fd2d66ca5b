using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

public sealed class PhoneTests(BrowserFixture fixture) : PageTest(fixture)
{
    internal static BrowserNewContextOptions Phone => new()
    {
        ViewportSize = new() { Width = 360, Height = 740 },
        HasTouch = true,
        IsMobile = true,
    };

    [BrowserFact]
    public async Task On_a_phone_rooms_and_people_are_drawers_and_nothing_is_cut_off()
    {
        var alice = await ArriveAsync("alice", options: Phone);
        await alice.SayAsync("https://example.org/" + new string('x', 300));
        Assert.Equal(360, await alice.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("16px", await alice.Field.EvaluateAsync<string>("field => getComputedStyle(field).fontSize"));

        var people = alice.Page.Locator("#people");
        await Expect(people).ToBeHiddenAsync();
        await alice.Page.ClickAsync("#open-people");
        await Expect(people).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(people).ToBeHiddenAsync();

        await WriterAsync(room: "cellar");
        await alice.Page.ClickAsync("#open-rooms");
        await Expect(alice.Page.Locator("#other-rooms [data-room=cellar]")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await alice.Page.FillAsync("#join-room", "kitchen");
        await alice.Page.PressAsync("#join-room", "Enter");
        await Expect(alice.Page.Locator("#rooms")).ToBeHiddenAsync();
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#kitchen");
    }

    [BrowserFact]
    public async Task On_a_phone_everything_that_is_tapped_is_44_px_high_and_wide()
    {
        var alice = await OpenAsync("alice", Phone);
        await alice.Page.ClickAsync("summary");
        await TargetsAreLargeAsync(alice, "sign in", 4);
        await alice.SignInAsync();
        await TargetsAreLargeAsync(alice, "welcome", 6);
        await alice.Page.ClickAsync("#room-menu-button");
        await TargetsAreLargeAsync(alice, "room menu", 6);
        await alice.Page.Keyboard.PressAsync("Escape");
        var writer = await WriterAsync();
        await writer.SayAllAsync(Enumerable.Range(1, 70).Select(i => $"line {i}"));
        await alice.SayAsync("mine");
        await alice.ScrollUpAsync();
        await alice.SeesPillAsync("To the newest ↓");
        await TargetsAreLargeAsync(alice, "old messages", 6);
        await alice.Page.Locator("#pill").TapAsync();
        await alice.Row("mine").TapAsync();
        await TargetsAreLargeAsync(alice, "conversation", 7);
        await alice.Row("mine").Locator("button[aria-label=Edit]").TapAsync();
        await TargetsAreLargeAsync(alice, "editor", 7);
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Page.ClickAsync("#open-people");
        await TargetsAreLargeAsync(alice, "people", 0);
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Page.ClickAsync("#open-rooms");
        await TargetsAreLargeAsync(alice, "rooms", 4);
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.WriteAsync("/rooms");
        await TargetsAreLargeAsync(alice, "switcher", 2);
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.WriteAsync("/help");
        await Expect(alice.Page.Locator("#help")).ToBeVisibleAsync();
        await TargetsAreLargeAsync(alice, "help", 1);
        await alice.Page.Keyboard.PressAsync("Escape");
        alice.ExpectsOutage = true;
        await Server.KillAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Retry now" })).ToBeVisibleAsync();
        await TargetsAreLargeAsync(alice, "reconnecting", 6);
    }

    [BrowserFact]
    public async Task On_a_phone_a_tap_on_ones_message_brings_out_what_can_be_done_with_it()
    {
        var alice = await ArriveAsync("alice", options: Phone);
        await alice.SayAsync("tap me");
        await alice.Row("tap me").TapAsync();
        await alice.Page.Locator("button[aria-label=Delete]").TapAsync();
        await alice.Page.Locator("#confirm-yes").TapAsync();
        await alice.SeesAsync("This message was deleted.");
    }

    /// <summary>
    /// The elements that the user can tap now. Links in a text are as large as the text, elements behind a drawer are
    /// unreachable, and a tap on the label around a checkbox checks it.
    /// </summary>
    internal static async Task TargetsAreLargeAsync(Person person, string view, int atLeast)
    {
        string[] found = [];
        await Eventually.HoldsAsync(
            async () => (found = await TargetsAsync(person)).Length >= atLeast,
            () => $"{view}: only {string.Join("; ", found)}");
        Assert.Empty(found.Where(target => target.StartsWith("small", StringComparison.Ordinal)).Select(target => $"{view}: {target}"));
    }

    private static Task<string[]> TargetsAsync(Person person) =>
        person.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button, input, textarea, select, summary, [role=option], [role=button]')]
              .filter((element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
              .filter((element) => !element.closest('[inert]') && element.id !== 'backdrop')
              .filter((element) => !document.querySelector('dialog[open]') || element.closest('dialog[open]'))
              .map((element) => [element, (element.closest('label') ?? element).getBoundingClientRect()])
              .map(([element, box]) => [box.width >= 44 && box.height >= 44 ? 'large' : 'small', element, box])
              .map(([size, element, box]) => `${size}: ${element.id || element.textContent.trim()} ${box.width} x ${box.height}`)
            """);
}
