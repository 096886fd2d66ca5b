using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;
using static SignalRChat.BrowserTests.PersonTests;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.ThirdCollection)]
public sealed class ModerationSheetTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task Owners_moderate_with_the_keyboard_after_a_question_and_others_are_offered_less()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob", options: PhoneTests.Phone);
        await alice.SayAsync("welcome");
        await bob.SayAsync("spam");
        await alice.SeesPeopleAsync("alice", "bob");
        var keys = alice.Page.Keyboard;

        // A member reports, and is offered no more.
        await bob.Row("welcome").TapAsync();
        await Expect(bob.Row("welcome").Locator(".actions button")).ToHaveCountAsync(4);
        await bob.Row("welcome").GetByLabel("About alice").TapAsync();
        await Expect(Sheet(bob, "alice")).ToBeVisibleAsync();
        await Expect(bob.Page.Locator("#sheet h3")).ToHaveCountAsync(0);
        await bob.Page.Keyboard.PressAsync("Escape");
        await bob.Row("welcome").GetByLabel("Report").TapAsync();
        await bob.Page.Locator("#report-reason").FillAsync("too friendly");
        await PhoneTests.TargetsAreLargeAsync(bob, "report", 3);
        await Axe.FindsNothingAsync(bob, "report on a phone");
        await Sheet(bob, "Report this message").GetByRole(AriaRole.Button, new() { Name = "Report" }).TapAsync();
        await Expect(bob.Banner).ToContainTextAsync("The message is reported.");

        await alice.Row("spam").HoverAsync();
        await alice.Row("spam").GetByLabel("Report").ClickAsync();
        await Axe.FindsNothingAsync(alice, "report");
        await keys.PressAsync("Escape");

        // The owner deletes.
        await alice.Field.FocusAsync();
        await alice.TabToAsync("React", "Shift+Tab");
        await alice.ArrowToAsync("Delete");
        await keys.PressAsync("Enter");
        await ConfirmAsync(alice, "Delete");
        await bob.SeesAsync("This message was deleted.");

        // Mutes, and lifts it. The field says why it is closed, and keeps the draft.
        await bob.Field.FillAsync("hm");
        await OpenPersonAsync(alice);
        await Axe.FindsNothingAsync(alice, "a person and moderation");
        await PressAsync(alice, "Mute");
        await Expect(alice.Banner).ToContainTextAsync("bob is muted for 10 minutes.");
        await Expect(bob.Page.Locator("#composer-closed")).ToHaveTextAsync(new Regex(@"^A moderator has muted you until \d\d:\d\d\.$"));
        await Expect(bob.Page.Locator("#send")).ToBeDisabledAsync();
        await Axe.FindsNothingAsync(bob, "a closed message field on a phone");
        await OpenPersonAsync(alice);
        await Expect(Sheet(alice, "bob")).ToContainTextAsync("member, muted, here now");
        await PressAsync(alice, "Lift the mute");
        await Expect(bob.Page.Locator("#composer-closed")).ToBeEmptyAsync();
        await bob.Page.Locator("#send").TapAsync();
        await alice.SeesAsync("hm");

        // Removes, and bans.
        await OpenPersonAsync(alice);
        await PressAsync(alice, "Remove from the room…");
        await ConfirmAsync(alice, "Remove");
        await Expect(bob.Banner).ToContainTextAsync("#lobby: you were removed from the room.");
        await Expect(alice.Banner).ToContainTextAsync("bob is removed from the room.");
        await RejoinAsync(bob);
        await OpenPersonAsync(alice);
        await PressAsync(alice, "Ban from the room…");
        await ConfirmAsync(alice, "Ban");
        await Expect(bob.Banner).ToContainTextAsync("#lobby: you were banned from the room.");
        await PrivateRoomTests.OpenMenuAsync(alice, "Bans…");
        await Expect(Sheet(alice, "Bans of #lobby").Locator("li")).ToContainTextAsync("bob by alice");
        await Axe.FindsNothingAsync(alice, "bans");
        await PressAsync(alice, "Lift the ban of bob");
        await Expect(alice.Page.Locator("#sheet")).ToContainTextAsync("Nobody is banned");
        await keys.PressAsync("Escape");
        await RejoinAsync(bob);

        // Asks before it makes somebody an owner, which nobody can take back.
        await OpenPersonAsync(alice);
        await Sheet(alice, "bob").GetByLabel("Role").SelectOptionAsync("owner");
        await PressAsync(alice, "Set the role");
        await Expect(alice.Page.Locator("#confirm-title")).ToHaveTextAsync("Make bob an owner?");
        await Axe.FindsNothingAsync(alice, "a question");
        await keys.PressAsync("Escape");
        await Expect(alice.Page.Locator("#confirm")).ToBeHiddenAsync();
        await keys.PressAsync("Escape");

        // The sheet shows a refusal.
        await OpenPersonAsync(alice);
        await bob.WriteUnderneathAsync("/leave");
        await bob.Page.Locator("#confirm-yes").TapAsync();
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("No room");
        await PressAsync(alice, "Set the role");
        await Expect(alice.Page.Locator("#sheet-error")).ToHaveTextAsync("lobby has no such member.");
        await Axe.FindsNothingAsync(alice, "a refusal in a sheet");
    }

    private static async Task OpenPersonAsync(Person person)
    {
        await person.SeesPeopleAsync("alice", "bob");
        await person.Page.Locator("#people-list button").PressAsync("Enter");
        await Expect(Sheet(person, "bob")).ToBeVisibleAsync();
        await Expect(Sheet(person, "bob")).ToContainTextAsync("member, ");
    }

    private static async Task PressAsync(Person person, string button)
    {
        await person.TabToAsync(button, "Tab");
        await person.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task ConfirmAsync(Person person, string yes)
    {
        await Expect(person.Page.Locator("#confirm")).ToBeVisibleAsync();
        await PressAsync(person, yes);
        await Expect(person.Page.Locator("#confirm")).ToBeHiddenAsync();
    }

    private static async Task RejoinAsync(Person person)
    {
        await person.Page.ClickAsync("#open-rooms");
        await person.Page.Locator("#other-rooms [data-room=lobby]").TapAsync();
        await person.InRoomAsync();
    }
}
