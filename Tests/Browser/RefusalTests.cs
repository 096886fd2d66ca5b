using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>
/// A server with a lower text limit: the page follows it, and a text that is rejected for good blocks no other.
/// </summary>
[Collection(BrowserFixture.ThirdCollection)]
public sealed class RefusalTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string TooLong = "this is longer than twenty characters";

    private protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Chat__Limits__TextLength"] = "20" };

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
