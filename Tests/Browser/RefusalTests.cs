using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>
/// A server with lower limits: the page follows them, and a text that is rejected for good blocks no other.
/// </summary>
[Collection(BrowserFixture.ThirdCollection)]
public sealed class RefusalTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string TooLong = "this is longer than twenty characters";

    private protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Chat__Limits__TextLength"] = "20", ["Chat__Limits__RoomsPerConnection"] = "4" };

    [BrowserFact]
    public async Task The_page_follows_the_limit_of_the_server()
    {
        var alice = await ArriveAsync("alice");
        await alice.Field.FillAsync(TooLong);
        await Expect(alice.Page.Locator("#counter")).ToHaveTextAsync("17 too many");
        await alice.Field.PressAsync("Enter");
        await Expect(alice.Field).ToHaveValueAsync(TooLong);
        await Expect(alice.Page.Locator("#send")).ToBeDisabledAsync();
        await alice.SayAsync("exactly twenty chars");

        await alice.Row("exactly twenty chars").HoverAsync();
        await alice.Page.ClickAsync("button[aria-label=Edit]");
        await Expect(alice.Page.Locator(".editor textarea")).ToHaveAttributeAsync("maxlength", "20");
    }

    [BrowserFact]
    public async Task A_tab_goes_through_more_rooms_than_its_connection_may_join()
    {
        var bob = await ArriveAsync("bob");
        var alice = await ArriveAsync("alice");
        await bob.SeesPeopleAsync("bob", "alice");
        var rooms = Enumerable.Range(1, 5).Select(i => $"room-{i}").ToArray();
        foreach (var room in rooms)
            await alice.JoinAsync(room);

        // The tab has let the lobby go, and the inbox counts it.
        await bob.SeesPeopleAsync("bob");
        await bob.SayAsync("still a member?");
        await Expect(alice.Page.Locator("#my-rooms [data-room=lobby]")).ToHaveAccessibleNameAsync("lobby 1 unread message");
        foreach (var room in rooms)
        {
            await alice.OpenRoomAsync(room);
            await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync($"#{room}");
            await alice.InRoomAsync();
        }
        await alice.OpenRoomAsync("lobby");
        await alice.SeesAsync("still a member?");
        await bob.SeesPeopleAsync("bob", "alice");
        await alice.SayAsync("yes");
        await bob.SeesAsync("yes");

        // A reloaded tab joins the open room alone, and has all others in its list.
        await alice.OpenRoomAsync("room-1");
        await alice.Page.ReloadAsync();
        await alice.InRoomAsync();
        await bob.SeesPeopleAsync("bob");
        await Expect(alice.Page.Locator("#my-rooms button")).ToHaveCountAsync(6);
        await Expect(alice.Page.Locator("#join-error")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_message_refused_for_good_stays_and_holds_up_nothing()
    {
        var alice = await ArriveAsync("alice");
        // A page that does not know the limit sends a text that the server rejects.
        await Wire.WithoutLimitsAsync(alice);
        await alice.InRoomAsync();
        await alice.SayAsync("before");
        await alice.WriteAsync(TooLong);
        await alice.WriteAsync("after");
        var failed = alice.Page.Locator(".message.failed");
        await Expect(failed.Locator(".failed-note")).ToContainTextAsync("Not sent: ");
        await Expect(alice.Row("after").And(alice.Page.Locator(".stored"))).ToHaveCountAsync(1);
        await alice.PictureAsync("failed-send.png");

        // The text survives a reload, and blocks no other text then either.
        await alice.Page.ReloadAsync();
        await alice.InRoomAsync();
        await alice.SayAsync("later");
        await failed.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(failed).ToHaveCountAsync(1);
        Assert.Equal(["before", "after", "later", TooLong], await alice.TextsAsync());

        await failed.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(failed).ToHaveCountAsync(0);
        Assert.Equal(["before", "after", "later"], await alice.TextsAsync());
    }

    [BrowserFact]
    public async Task A_refused_edit_keeps_its_text_in_the_editor()
    {
        var alice = await ArriveAsync("alice");
        await Wire.WithoutLimitsAsync(alice);
        await alice.InRoomAsync();
        await alice.SayAsync("short");
        await alice.Row("short").HoverAsync();
        await alice.Page.ClickAsync("button[aria-label=Edit]");
        await alice.Page.FillAsync(".editor textarea", TooLong);
        await alice.Page.PressAsync(".editor textarea", "Enter");
        await Expect(alice.Page.Locator(".editor .error")).ToContainTextAsync("Not saved: ");
        await Expect(alice.Page.Locator(".editor textarea")).ToHaveValueAsync(TooLong);
        await alice.Page.PressAsync(".editor textarea", "Escape");
        await alice.SeesAsync("short");
    }
}
