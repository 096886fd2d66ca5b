using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class InboxTests(BrowserFixture fixture) : PageTest(fixture)
{
    // The time in which a device that returns agrees with the others.
    private const float AgreesWithinMs = 2_000;

    [BrowserFact]
    public async Task Devices_of_one_user_agree_on_rooms_unread_messages_and_mentions()
    {
        var alice = await ArriveAsync("alice", "kitchen");
        await alice.JoinAsync("garden");
        await alice.JoinAsync("lobby");
        var token = await alice.Page.EvaluateAsync<string>("JSON.parse(sessionStorage.getItem('chat.session')).guest.accessToken");
        var laptop = await SameUserAsync(token);
        var phone = await SameUserAsync(token, PhoneTests.Phone);
        await Expect(Entry(laptop, "kitchen")).ToHaveAccessibleNameAsync("kitchen");
        var wire = await Wire.OfAsync(phone);
        await phone.InRoomAsync();
        var bob = await ArriveAsync("bob", "garden");
        await bob.SeesPeopleAsync("bob", "alice");
        await bob.SayAsync("@alice the roses bloom");
        foreach (var device in new[] { alice, laptop, phone })
            await Expect(Entry(device, "garden").Locator(".badge")).ToHaveTextAsync(["@1", "1"]);
        await bob.JoinAsync("kitchen");
        await bob.SeesPeopleAsync("bob", "alice");
        await wire.CutAsync();

        // Another device reads while the phone is away.
        await Entry(laptop, "garden").PressAsync("Enter");
        await laptop.SeesAsync("@alice the roses bloom");
        foreach (var device in new[] { laptop, alice })
            await Expect(Entry(device, "garden").Locator(".badge")).ToHaveCountAsync(0, new() { Timeout = AgreesWithinMs });
        await laptop.OpenRoomAsync("lobby");

        // Two of them have not opened the kitchen, and none the room of the two.
        await bob.SayAsync("soup is ready");
        await bob.SayAsync("@alice yours is cold");
        await bob.Page.Locator("#people-list button").PressAsync("Enter");
        await bob.Page.GetByText("Message privately").PressAsync("Enter");
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("alice");
        await bob.SayAsync("psst");
        foreach (var device in new[] { alice, laptop })
            await HasUnreadAsync(device);
        await Expect(Entry(laptop, "kitchen")).ToHaveAccessibleNameAsync("kitchen @1 mention, 2 unread messages");
        await Axe.FindsNothingAsync(laptop, "an inbox");
        await Expect(Entry(phone, "garden").Locator(".badge")).ToHaveTextAsync(["@1", "1"]);

        // The phone returns, and all agree: on what came, on what was read, and on what one of them reads now.
        await wire.MendAsync();
        await phone.InRoomAsync();
        await HasUnreadAsync(phone, AgreesWithinMs);
        await phone.Page.ClickAsync("#open-rooms");
        await Axe.FindsNothingAsync(phone, "an inbox on a phone");
        await PhoneTests.TargetsAreLargeAsync(phone, "an inbox", 5);
        await phone.Page.Keyboard.PressAsync("Escape");
        await Entry(laptop, "kitchen").PressAsync("Enter");
        await laptop.SeesAsync("@alice yours is cold");
        foreach (var device in new[] { laptop, alice, phone })
            await Expect(Entry(device, "kitchen").Locator(".badge")).ToHaveCountAsync(0, new() { Timeout = AgreesWithinMs });
        await Expect(phone.Page).ToHaveTitleAsync("(1) #lobby");
        await bob.Page.ClickAsync("#my-rooms [data-room=kitchen]");
        await Expect(bob.Row("@alice yours is cold").Locator(".note")).ToHaveTextAsync("Seen by alice");
        await Expect(bob.Row("soup is ready").Locator(".note")).ToHaveCountAsync(0);
    }

    private static async Task HasUnreadAsync(Person person, float within = BrowserFixture.Patience)
    {
        var kitchen = Entry(person, "kitchen");
        await Expect(kitchen.Locator(".badge")).ToHaveTextAsync(["@1", "2"], new() { Timeout = within });
        await Expect(kitchen.Locator("xpath=..").Locator(".last-message")).ToHaveTextAsync("bob: @alice yours is cold");
        var direct = person.Page.Locator("#my-rooms [data-room^=direct-]");
        await Expect(direct.Locator(".badge")).ToHaveTextAsync(["1"], new() { Timeout = within });
        await Expect(direct.Locator(".entry-name")).ToHaveTextAsync("bob");
        await Expect(Entry(person, "garden").Locator(".badge")).ToHaveCountAsync(0, new() { Timeout = within });
        await Expect(person.Page).ToHaveTitleAsync("(3) #lobby");
    }

    private static ILocator Entry(Person person, string room) => person.Page.Locator($"#my-rooms [data-room={room}]");

    /// <summary>Another device of a user: the same account, and nothing stored.</summary>
    private async Task<Person> SameUserAsync(string token, BrowserNewContextOptions? options = null)
    {
        var person = await OpenAsync("alice", options);
        await person.Page.ClickAsync("summary");
        await person.Page.FillAsync("#token", token);
        await person.Page.PressAsync("#token", "Enter");
        await person.InRoomAsync();
        return person;
    }
}
