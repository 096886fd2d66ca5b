using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>Regression: Back left the page, whatever was open and however many rooms the user had visited.</summary>
[Collection(BrowserFixture.ThirdCollection)]
public sealed class BrowsingTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task Back_and_Forward_walk_the_rooms_and_pass_over_one_that_was_left()
    {
        var alice = await ArriveAsync("alice");
        foreach (var room in new[] { "kitchen", "garden" })
            await alice.JoinAsync(room);
        await BackAsync(alice, "kitchen");
        await BackAsync(alice, "lobby");
        await alice.Page.GoForwardAsync();
        await SeesRoomAsync(alice, "kitchen");

        // A typed address joins its room. Back then leads to the previous room.
        await alice.Page.EvaluateAsync("() => { location.hash = 'attic'; }");
        await SeesRoomAsync(alice, "attic");
        await BackAsync(alice, "kitchen");

        await LeaveAsync(alice);
        await SeesRoomAsync(alice, "attic");
        await BackAsync(alice, "lobby");
        await Expect(alice.Page.Locator("#my-rooms [data-room=kitchen]")).ToHaveCountAsync(0);

        // The skip link for the keyboard leads to the field. The page took it for a room of that name.
        await alice.Page.Locator("#skip").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Field).ToBeFocusedAsync();
        await SeesRoomAsync(alice, "lobby");
    }

    [BrowserFact]
    public async Task Back_on_a_phone_closes_what_is_open_and_stays_in_the_room()
    {
        var alice = await ArriveAsync("alice", options: PhoneTests.Phone);
        await alice.WriteAsync("/join kitchen");
        await SeesRoomAsync(alice, "kitchen");
        foreach (var (button, layer) in new[]
        {
            ("#open-rooms", "#rooms"), ("#open-people", "#people"), ("#room-menu-button", "#room-menu"),
        })
        {
            await alice.Page.ClickAsync(button);
            await Expect(alice.Page.Locator(layer)).ToBeVisibleAsync();
            await BackAsync(alice, "kitchen");
            await Expect(alice.Page.Locator(layer)).ToBeHiddenAsync();
        }

        // A dialog over a drawer: Back closes them one after the other.
        await alice.Page.ClickAsync("#open-rooms");
        await alice.WriteUnderneathAsync("/rooms");
        await Expect(alice.Page.Locator("#switcher")).ToBeVisibleAsync();
        await BackAsync(alice, "kitchen");
        await Expect(alice.Page.Locator("#switcher")).ToBeHiddenAsync();
        await Expect(alice.Page.Locator("#rooms")).ToBeVisibleAsync();
        await BackAsync(alice, "kitchen");
        await Expect(alice.Page.Locator("#rooms")).ToBeHiddenAsync();

        // Closed in another way, it needs no Back. A room chosen in a drawer leads back to the previous room.
        await alice.Page.ClickAsync("#open-people");
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.Page.Locator("#people")).ToBeHiddenAsync();
        await alice.Page.ClickAsync("#open-rooms");
        await alice.Page.ClickAsync("#my-rooms [data-room=lobby]");
        await SeesRoomAsync(alice, "lobby");
        await BackAsync(alice, "kitchen");
        await Expect(alice.Page.Locator("#rooms")).ToBeHiddenAsync();
        await BackAsync(alice, "lobby");
    }

    [BrowserFact]
    public async Task Leaving_is_in_a_menu_and_asks_first()
    {
        var alice = await ArriveAsync("alice");
        // Without a message the room would be free after the last member has left, and not in the list.
        await alice.SayAsync("kept");
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Leave", Exact = false })).ToHaveCountAsync(0);
        await alice.Page.Locator("#room-menu-button").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#room-menu")).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.Page.Locator("#room-menu")).ToBeHiddenAsync();
        await Expect(alice.Page.Locator("#room-menu-button")).ToBeFocusedAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await alice.TabToAsync("Leave this room…", "Tab");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#confirm-text")).ToHaveTextAsync("It goes from your list. You can join it again at any time.");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#confirm")).ToBeHiddenAsync();
        await SeesRoomAsync(alice, "lobby");

        await LeaveAsync(alice);
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("No room");
        await Expect(alice.Field).ToBeDisabledAsync();
        await Expect(alice.Page.Locator("#my-rooms")).ToBeEmptyAsync();
        await Expect(alice.Page.Locator("#room-menu-button")).ToBeHiddenAsync();
        Assert.Equal(Server.Url.ToString(), alice.Page.Url);
        await alice.Page.Locator("#other-rooms [data-room=lobby]").ClickAsync();
        await alice.InRoomAsync();
    }

    [BrowserFact]
    public async Task Among_many_rooms_the_open_one_is_in_view_and_the_field_on_top_finds_any()
    {
        var alice = await ArriveAsync("alice");
        await alice.Field.EvaluateAsync(
            """
            (field) => {
              for (let i = 10; i < 59; i++) {
                field.value = `/join room-${i}`;
                field.form.requestSubmit();
              }
            }
            """);
        await SeesRoomAsync(alice, "room-58");
        await alice.InRoomAsync();
        await Expect(alice.Page.Locator("#my-rooms [data-room=room-58]")).ToBeInViewportAsync(new() { Ratio = 1 });
        await alice.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await SeesRoomAsync(alice, "lobby");
        await Expect(alice.Page.Locator("#my-rooms [data-room=lobby]")).ToBeInViewportAsync(new() { Ratio = 1 });

        // Unread rooms come before the others.
        await (await WriterAsync("bob", "room-40")).SayAsync("over here");
        await Expect(alice.Page.Locator("#my-rooms button").First).ToHaveAttributeAsync("data-room", "room-40");

        var field = alice.Page.Locator("#join-room");
        await field.FillAsync("room-3");
        await Expect(alice.Page.Locator("#my-rooms button")).ToHaveCountAsync(10);
        await field.FillAsync("#room-33");
        await Expect(alice.Page.Locator("#my-rooms button")).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator("#join-button")).ToHaveTextAsync("Open");
        await field.FillAsync("cellar");
        await Expect(alice.Page.Locator("#join-button")).ToHaveTextAsync("Make");
        await Expect(alice.Page.Locator("#join-hint")).ToHaveTextAsync("No room has such a name yet.");
        await field.PressAsync("Escape");
        await Expect(alice.Page.Locator("#my-rooms button")).ToHaveCountAsync(50);
        await field.FillAsync("room-33");
        await field.PressAsync("Enter");
        await SeesRoomAsync(alice, "room-33");
        await Expect(field).ToHaveValueAsync("");
    }

    [BrowserFact]
    public async Task A_press_on_a_room_counts_while_the_list_changes()
    {
        var alice = await ArriveAsync("alice", "kitchen");
        foreach (var room in new[] { "attic", "lobby" })
            await alice.JoinAsync(room);
        var bob = await WriterAsync("bob", "kitchen");
        var attic = await alice.Page.Locator("#my-rooms [data-room=attic]").ElementHandleAsync();
        await alice.Page.HoverAsync("#my-rooms [data-room=kitchen]");
        await alice.Page.Mouse.DownAsync();
        await bob.SayAsync("soup");
        await Expect(alice.Page).ToHaveTitleAsync("(1) #lobby");
        await alice.Page.Mouse.UpAsync();
        await SeesRoomAsync(alice, "kitchen");
        await alice.SeesAsync("soup");
        Assert.True(await attic.EvaluateAsync<bool>("entry => entry.isConnected"), "An entry that did not change was drawn anew.");
    }

    internal static async Task LeaveAsync(Person person)
    {
        await person.Page.ClickAsync("#room-menu-button");
        await person.Page.ClickAsync("#leave");
        await person.Page.ClickAsync("#confirm-yes");
    }

    private static async Task BackAsync(Person person, string room)
    {
        // A popover's event comes after it is visible, and only then has the layer its entry.
        await person.Page.WaitForFunctionAsync(
            "() => (history.state?.depth ?? 0) === document.querySelectorAll('.panel.open, [popover]:popover-open, dialog[open]').length");
        await person.Page.GoBackAsync();
        await SeesRoomAsync(person, room);
    }

    private static async Task SeesRoomAsync(Person person, string room)
    {
        await Expect(person.Page.Locator("#room-title")).ToHaveTextAsync($"#{room}");
        await Expect(person.Page).ToHaveURLAsync(new Regex($"/#{room}$"));
    }
}
