using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>A server that takes less than the page expects, so that it refuses what the page lets through.</summary>
public sealed class RefusalTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string TooLong = "this is longer than twenty characters";

    private protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Chat__Limits__TextLength"] = "20" };

    [BrowserFact]
    public async Task A_refused_message_stays_and_holds_back_the_later_ones_until_it_is_discarded()
    {
        var alice = await ArriveAsync("alice");
        await alice.SayAsync("before");
        await alice.WriteAsync(TooLong);
        await alice.WriteAsync("after");
        var failed = alice.Page.Locator(".message.failed");
        await Expect(failed.Locator(".failed-note")).ToContainTextAsync("Not sent: ");
        await Expect(alice.Row("after").And(alice.Page.Locator(".waiting"))).ToHaveCountAsync(1);
        await alice.PictureAsync("failed-send.png");

        await failed.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(failed).ToHaveCountAsync(1);
        Assert.Equal(["before", TooLong, "after"], await alice.TextsAsync());

        await failed.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(alice.Row("after").And(alice.Page.Locator(".stored"))).ToHaveCountAsync(1);
        Assert.Equal(["before", "after"], await alice.TextsAsync());
    }

    [BrowserFact]
    public async Task A_refused_edit_keeps_its_text_in_the_editor()
    {
        var alice = await ArriveAsync("alice");
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
