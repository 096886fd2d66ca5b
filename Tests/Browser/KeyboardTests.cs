using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>These tests never use the pointer.</summary>
[Collection(BrowserFixture.SecondCollection)]
public sealed class KeyboardTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task With_the_keyboard_alone_one_signs_in_talks_switches_rooms_and_changes_a_message()
    {
        var alice = await OpenAsync("alice");
        var keys = alice.Page.Keyboard;
        await keys.TypeAsync("alice");
        await keys.PressAsync("Enter");
        await alice.InRoomAsync();
        await Expect(alice.Field).ToBeFocusedAsync();
        await keys.TypeAsync("first");
        await keys.PressAsync("Enter");
        await alice.SeesAsync("first");

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("kitchen");
        await keys.PressAsync("Enter");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#kitchen");
        await keys.PressAsync("Alt+ArrowDown");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#lobby");
        await alice.InRoomAsync();
        await alice.SeesAsync("first");

        // Backwards from the field: the buttons of the user's own message, which are one stop.
        await alice.TabToAsync("React", "Shift+Tab");
        await alice.ArrowToAsync("Edit");
        await keys.PressAsync("Enter");
        await keys.TypeAsync("est");
        await keys.PressAsync("Home");
        await keys.PressAsync("Shift+End");
        await keys.TypeAsync("changed");
        await keys.PressAsync("Enter");
        await alice.SeesAsync("changed");
        await Expect(alice.Page.Locator("button[aria-label=Edit]")).ToBeFocusedAsync();
        await alice.ArrowToAsync("Delete");
        await keys.PressAsync("Enter");
        await Expect(alice.Page.Locator("#confirm")).ToBeVisibleAsync();
        await alice.TabToAsync("Delete", "Tab");
        await keys.PressAsync("Enter");
        await alice.SeesAsync("This message was deleted.");
    }

    [BrowserFact]
    public async Task Alt_Shift_and_an_arrow_open_the_next_unread_room_and_Esc_the_newest_message()
    {
        var alice = await ArriveAsync("alice");
        foreach (var room in new[] { "attic", "kitchen", "zoo" })
            await alice.JoinAsync(room);
        await alice.OpenRoomAsync("lobby");
        var writer = await WriterAsync();
        await writer.SayAllAsync(Enumerable.Range(1, 60).Select(i => $"line {i}"));
        await alice.SeesAsync("line 60");
        var bob = await ArriveAsync("bob", "zoo");
        await bob.SayAsync("over here");
        await Expect(alice.Page.Locator("#my-rooms [data-room=zoo]")).ToHaveAccessibleNameAsync("zoo 1 unread message");

        await alice.ScrollUpAsync();
        await alice.SeesPillAsync("To the newest ↓");
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.Row("line 60")).ToBeInViewportAsync();
        await Expect(alice.Field).ToBeFocusedAsync();

        await alice.Page.Keyboard.PressAsync("Alt+Shift+ArrowUp");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#zoo");
        await alice.SeesAsync("over here");
    }

    [BrowserFact]
    public async Task The_switcher_finds_rooms_by_a_few_letters_the_unread_ones_first()
    {
        var alice = await ArriveAsync("alice");
        await alice.JoinAsync("garden");
        await alice.JoinAsync("garage");
        var bob = await ArriveAsync("bob", "garden");
        await bob.SayAsync("look");
        await Expect(alice.Page.Locator(".badge")).ToHaveTextAsync("1");

        await alice.Page.Keyboard.PressAsync("Control+k");
        await alice.Page.Keyboard.TypeAsync("gar");
        var options = alice.Page.GetByRole(AriaRole.Option);
        await Expect(options).ToHaveTextAsync(["#garden1 unread message", "#garage", "#garjoin or make this room"]);
        await alice.Page.Keyboard.PressAsync("ArrowUp");
        await alice.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(options.First).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(alice.Page.GetByRole(AriaRole.Combobox)).ToHaveAttributeAsync("aria-activedescendant", "switcher-0");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#garden");
    }

    [BrowserFact]
    public async Task The_switcher_finds_a_room_that_was_made_a_moment_ago()
    {
        var alice = await ArriveAsync("alice");
        await WriterAsync(room: "cellar");

        await alice.Page.Keyboard.PressAsync("Control+k");
        await alice.Page.Keyboard.TypeAsync("cell");

        await Expect(alice.Page.GetByRole(AriaRole.Option)).ToHaveTextAsync(
            ["#cellarnot joined yet", "#celljoin or make this room"], new() { Timeout = 10_000 });
    }

    [BrowserFact]
    public async Task A_question_mark_outside_a_field_lists_keys_and_commands()
    {
        var alice = await ArriveAsync("alice");
        await alice.Page.Locator("#scroller").FocusAsync();
        await alice.Page.Keyboard.PressAsync("?");
        var help = alice.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys and commands" });
        await Expect(help).ToBeVisibleAsync();
        await Expect(help).ToContainTextAsync("/join");
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
    }
}
