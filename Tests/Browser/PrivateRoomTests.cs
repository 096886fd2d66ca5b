using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;
using static SignalRChat.BrowserTests.PersonTests;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.ThirdCollection)]
public sealed class PrivateRoomTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task With_the_keyboard_alone_one_makes_a_private_room_adds_people_and_changes_it()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob", options: PhoneTests.Phone);
        await WriterAsync("carol");
        await alice.SeesPeopleAsync("alice", "bob", "carol");
        var keys = alice.Page.Keyboard;

        await alice.TabToAsync("New private room…", "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(alice.Page.Locator("#new-title")).ToBeFocusedAsync();
        await keys.TypeAsync("Lunch <b>today</b>");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("bo");
        await Expect(alice.Page.Locator(".people-picker li")).ToHaveCountAsync(1);
        await Axe.FindsNothingAsync(alice, "a new private room");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await alice.TabToAsync("Make the room", "Tab");
        // A key that is held down makes one room.
        await keys.DownAsync("Enter");
        await keys.DownAsync("Enter");
        await keys.UpAsync("Enter");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("Lunch <b>today</b>");
        await Expect(alice.Page.Locator("#rooms button.entry:not([data-room=lobby])")).ToHaveCountAsync(1);
        await Expect(alice.Field).ToBeFocusedAsync();
        await Expect(alice.Page.Locator("#welcome-link")).ToBeHiddenAsync();
        await Axe.FindsNothingAsync(alice, "an empty private room");

        await bob.Page.ClickAsync("#open-rooms");
        await bob.Page.Locator("#rooms button.entry:not([data-room=lobby])").TapAsync();
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("Lunch <b>today</b>");

        // The lines name people as the reader knows them.
        await OpenMenuAsync(alice, "Add people…");
        await keys.TypeAsync("carol");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await alice.TabToAsync("Add", "Tab");
        await keys.PressAsync("Enter");
        await Expect(alice.Page.Locator(".system")).ToHaveTextAsync(["You added carol"]);
        await Expect(bob.Page.Locator(".system")).ToHaveTextAsync(["alice added carol"]);

        await OpenMenuAsync(alice, "Room settings…");
        await Axe.FindsNothingAsync(alice, "room settings");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("Dinner");
        await keys.PressAsync("Tab");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await alice.TabToAsync("Save", "Tab");
        await keys.PressAsync("Enter");
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("Dinner");
        await Expect(bob.Page.Locator(".system").Last).ToHaveTextAsync("alice changed the settings of the room");
        await Expect(bob.Page.Locator("#composer-closed")).ToHaveTextAsync("Only moderators write in this room.");
        await bob.WriteUnderneathAsync("may I?");
        await Expect(bob.Row("may I?")).ToHaveCountAsync(0);

        await alice.Page.Locator("#people-list button").FocusAsync();
        await keys.PressAsync("Enter");
        await Sheet(alice, "bob").GetByLabel("Role").FocusAsync();
        await keys.PressAsync("ArrowDown");
        await alice.TabToAsync("Set the role", "Tab");
        await keys.PressAsync("Enter");
        await Expect(bob.Page.Locator(".system").Last).ToHaveTextAsync("alice made you moderator");
        await bob.SayAsync("may I?");
        await alice.SeesAsync("may I?");
        await Axe.FindsNothingAsync(bob, "system lines on a phone");
        await OpenMenuAsync(bob, "Add people…");
        await PhoneTests.TargetsAreLargeAsync(bob, "adding people", 3);
        await Axe.FindsNothingAsync(bob, "adding people on a phone");
        await bob.Page.Keyboard.PressAsync("Escape");
        await OnAPhoneAsync(bob);
    }

    /// <summary>The sheets of a private room fit on a phone.</summary>
    private static async Task OnAPhoneAsync(Person bob)
    {
        await bob.Page.ClickAsync("#open-rooms");
        await bob.Page.Locator("#new-private").TapAsync();
        await LooksRightAsync(bob, "a new private room on a phone");
        await bob.Page.FillAsync("#new-title", "Breakfast");
        await bob.Page.Locator("#sheet .primary").TapAsync();
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("Breakfast");
        await OpenMenuAsync(bob, "Room settings…");
        await LooksRightAsync(bob, "room settings on a phone");
        await bob.Page.Keyboard.PressAsync("Escape");
        await OpenMenuAsync(bob, "Bans…");
        await Expect(bob.Page.Locator("#sheet")).ToContainTextAsync("Nobody is banned");
        await LooksRightAsync(bob, "bans on a phone");
    }

    private static async Task LooksRightAsync(Person person, string view)
    {
        await Expect(person.Page.Locator("#sheet")).ToBeVisibleAsync();
        await PhoneTests.TargetsAreLargeAsync(person, view, 1);
        await Axe.FindsNothingAsync(person, view);
    }

    internal static async Task OpenMenuAsync(Person person, string entry)
    {
        await person.Page.Locator("#room-menu-button").PressAsync("Enter");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = entry }).PressAsync("Enter");
        await Expect(person.Page.Locator("#sheet")).ToBeVisibleAsync();
        await Expect(person.Page.Locator("#sheet-title")).ToHaveTextAsync(new Regex("."));
    }
}
