using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class ReactionTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task With_the_keyboard_alone_one_reacts_also_offline_and_takes_it_back()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob", options: PhoneTests.Phone);
        await bob.SayAsync("shipped");
        var wire = await Wire.OfAsync(alice);
        await alice.SeesAsync("shipped");
        var keys = alice.Page.Keyboard;
        var (mine, his) = (alice.Row("shipped").Locator(".reaction"), bob.Row("shipped").Locator(".reaction"));

        // Found by a word.
        await alice.Field.FocusAsync();
        await alice.TabToAsync("React", "Shift+Tab");
        await keys.PressAsync("Enter");
        var picker = alice.Page.GetByRole(AriaRole.Dialog, new() { Name = "React" });
        await Expect(picker.Locator("[data-emoji]")).ToHaveCountAsync(24);
        await Axe.FindsNothingAsync(alice, "emoji");
        await keys.TypeAsync("no such thing");
        await Expect(picker.GetByRole(AriaRole.Status)).ToHaveTextAsync("No emoji has such a name.");
        await Axe.FindsNothingAsync(alice, "emoji that are not found");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("launch");
        await Expect(picker.Locator("[data-emoji]")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await Expect(picker).ToBeHiddenAsync();
        await Expect(mine).ToHaveTextAsync("🚀 1, with yours");
        await Expect(his).ToHaveTextAsync("🚀 1");
        await Expect(his).ToHaveAttributeAsync("title", "alice");

        // Found with the arrows: the first of the second line.
        await Expect(alice.Page.Locator("button[aria-label=React]")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(picker.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(his).ToHaveTextAsync(["🚀 1", "😍 1"]);
        await Axe.FindsNothingAsync(alice, "reactions");

        // On the phone a tap adds one's own.
        await his.First.TapAsync();
        await Expect(mine.First).ToHaveTextAsync("🚀 2, with yours");
        await bob.Row("shipped").TapAsync();
        await PhoneTests.TargetsAreLargeAsync(bob, "reactions", 6);
        await bob.Page.Locator("button[aria-label=React]").TapAsync();
        await PhoneTests.TargetsAreLargeAsync(bob, "emoji", 24);
        await Axe.FindsNothingAsync(bob, "emoji on a phone");
        await bob.Page.Keyboard.PressAsync("Escape");

        // Taken back without a connection: at once here, and there when it is back. The focus stays.
        await wire.CutAsync();
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Shift+Tab");
        await Expect(mine.First).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(mine.First).ToHaveTextAsync("🚀 1");
        await Expect(mine.First).ToBeFocusedAsync();
        await wire.MendAsync();
        await Expect(his.First).ToHaveTextAsync("🚀 1, with yours");
        await Expect(mine).ToHaveTextAsync(["🚀 1", "😍 1, with yours"]);
    }
}
