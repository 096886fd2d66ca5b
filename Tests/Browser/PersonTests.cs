using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class PersonTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task With_the_keyboard_alone_one_writes_to_a_person_privately_and_blocks_one()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob", options: PhoneTests.Phone);
        await alice.SeesPeopleAsync("alice", "bob");
        await alice.TabToAsync("Bbob", "Tab");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(Sheet(alice, "bob")).ToContainTextAsync("member, here now");
        await Axe.FindsNothingAsync(alice, "a person");
        await alice.TabToAsync("Message privately", "Tab");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("bob");
        await Expect(alice.Page).ToHaveTitleAsync("bob");
        await Expect(alice.Field).ToBeFocusedAsync();
        await alice.Page.Keyboard.TypeAsync("between us");
        await alice.Page.Keyboard.PressAsync("Enter");
        await alice.SeesAsync("between us");

        // The other one finds it among the rooms.
        await bob.Page.ClickAsync("#open-rooms");
        await bob.Page.Locator("#rooms [data-room^=direct-]").TapAsync();
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("alice");
        await bob.SeesAsync("between us");
        await bob.Row("between us").TapAsync();
        await PhoneTests.TargetsAreLargeAsync(bob, "another's message", 6);
        await bob.Page.GetByLabel("About alice").TapAsync();
        await Expect(Sheet(bob, "alice").Locator("button")).ToHaveTextAsync(["Mention", "Block", "Close"]);
        await PhoneTests.TargetsAreLargeAsync(bob, "a person", 3);
        await Axe.FindsNothingAsync(bob, "a person on a phone");
        await Sheet(bob, "alice").GetByText("Block").TapAsync();
        await Expect(bob.Banner).ToContainTextAsync("alice is blocked");
        var closed = bob.Page.Locator("#composer-closed");
        await Expect(closed).ToHaveTextAsync("You blocked alice. To write, lift the block in the menu of the room.");
        await alice.WriteAsync("still there?");
        await Expect(alice.Row("still there?").Locator(".failed-note")).ToContainTextAsync("Not sent: ");

        // The list has them on each page of the user, also on one that knows nothing of the block.
        await bob.Page.ReloadAsync();
        await bob.SeesAsync("between us");
        await bob.Page.ClickAsync("#room-menu-button");
        await bob.Page.ClickAsync("#blocked-people");
        await Axe.FindsNothingAsync(bob, "blocked people");
        await Sheet(bob, "Blocked people").GetByRole(AriaRole.Button, new() { Name = "Lift the block of alice" }).TapAsync();
        await Expect(Sheet(bob, "Blocked people")).ToContainTextAsync("You blocked nobody");
        await Expect(closed).ToBeEmptyAsync();
        await bob.Page.GoBackAsync();
        await Expect(Sheet(bob, "Blocked people")).ToBeHiddenAsync();
        await alice.Row("still there?").GetByText("Retry").ClickAsync();
        await bob.SeesAsync("still there?");
    }

    internal static ILocator Sheet(Person person, string title) =>
        person.Page.GetByRole(AriaRole.Dialog, new() { Name = title, Exact = true });
}
