using System.Text.Json;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>When the height of the list changes for any reason, the visible messages stay in view.</summary>
[Collection(BrowserFixture.SecondCollection)]
public sealed class HeightTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string EightLines = "1\n2\n3\n4\n5\n6\n7\n8";

    [BrowserFact]
    public async Task The_newest_message_stays_in_view_whatever_changes_the_height()
    {
        foreach (var (name, options) in new[] { ("alice", null), ("ann", PhoneTests.Phone) })
        {
            var alice = await OpenAsync(name, options);
            var wire = await Wire.OfAsync(alice);
            await alice.SignInAsync(name);
            var bob = await WriterAsync("bob", name);
            await bob.SayAllAsync(Enumerable.Range(1, 40).Select(i => $"line {i}"));
            await alice.SeesAsync("line 40");
            await StaysAsync(alice, "line 40", "at first");

            await alice.Field.FocusAsync();
            foreach (var key in EightLines)
            {
                await alice.Page.Keyboard.PressAsync(key == '\n' ? "Shift+Enter" : $"{key}");
                await StaysAsync(alice, "line 40", $"with {key} written");
            }
            await bob.SayAsync("news");
            await StaysAsync(alice, "news", "beside a field that grew");
            await Expect(alice.Page).ToHaveTitleAsync($"#{name}");
            await alice.Field.FillAsync("/nothing");
            await StaysAsync(alice, "news", "with the field emptied");
            await alice.Page.Keyboard.PressAsync("Enter");
            await Expect(alice.Page.Locator("#composer-problem")).ToBeVisibleAsync();
            await StaysAsync(alice, "news", "with a problem shown");

            var size = alice.Page.ViewportSize!;
            await alice.Page.SetViewportSizeAsync(size.Width, size.Height / 2);
            await StaysAsync(alice, "news", "in half of the window");
            await alice.Page.SetViewportSizeAsync(size.Width - 60, size.Height);
            await StaysAsync(alice, "news", "in a narrower window");
            await KeyboardAsync(alice, 380);
            await StaysAsync(alice, "news", "above a keyboard");
            Assert.InRange(await alice.Field.EvaluateAsync<double>("field => field.getBoundingClientRect().bottom"), 0, 380);
            await KeyboardAsync(alice, size.Height);
            await StaysAsync(alice, "news", "without the keyboard");

            await wire.CutAsync();
            await Expect(alice.Banner).ToContainTextAsync("Reconnecting");
            await StaysAsync(alice, "news", "below a banner");
            await wire.MendAsync();
            await Expect(alice.Banner).ToContainTextAsync("Back online");
            await alice.Page.Context.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task The_buttons_of_an_editor_stay_in_view_and_a_reader_of_old_messages_in_place()
    {
        foreach (var (name, options) in new[] { ("alice", null), ("ann", PhoneTests.Phone) })
        {
            var alice = await ArriveAsync(name, name, options);
            await alice.SayAllAsync(Enumerable.Range(1, 40).Select(i => $"line {i}"));
            foreach (var line in new[] { "line 40", "line 30" })
            {
                await EditAsync(alice, line);
                await ButtonsInViewAsync(alice, $"{line} in {name}'s editor");
                await alice.Page.FillAsync(".editor textarea", EightLines);
                await ButtonsInViewAsync(alice, $"{line} with eight lines in {name}'s editor");
                await alice.Page.FillAsync(".editor textarea", "");
                await alice.Page.Keyboard.PressAsync("Enter");
                await ButtonsInViewAsync(alice, $"{line} with a problem in {name}'s editor");
                await KeyboardAsync(alice, 420);
                await ButtonsInViewAsync(alice, $"{line} above {name}'s keyboard");
                await KeyboardAsync(alice, alice.Page.ViewportSize!.Height);
                await alice.Page.Keyboard.PressAsync("Escape");
            }

            // Regression: measuring the field made the list grow for a moment. A reader near the end slid down with each key.
            await alice.Field.FillAsync(EightLines);
            await alice.Page.Locator("#scroller").EvaluateAsync(
                "async scroller => scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - 60");
            await alice.SeesPillAsync("To the newest ↓");
            var before = await ScrolledAsync(alice);
            await alice.Field.FocusAsync();
            await alice.Page.Keyboard.TypeAsync("abc");
            Assert.InRange(await ScrolledAsync(alice) - before, -1, 1);
        }
    }

    private static async Task EditAsync(Person person, string text)
    {
        await person.Row(text).HoverAsync();
        await person.Row(text).ClickAsync();
        await person.Row(text).GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
    }

    private static async Task StaysAsync(Person person, string last, string when)
    {
        await person.SeesAsync(last);
        await SettledAsync(person);
        await HoldsAsync(person, $"{last} is not at the end of the view, {when}",
            """
            () => [...document.querySelectorAll('#messages .message')].at(-1).getBoundingClientRect().bottom
              <= document.getElementById('scroller').getBoundingClientRect().bottom + 1 && document.getElementById('pill').hidden
            """);
    }

    private static async Task ButtonsInViewAsync(Person person, string when)
    {
        await Expect(person.Page.Locator(".editor-buttons")).ToHaveCountAsync(1);
        await SettledAsync(person);
        await HoldsAsync(person, $"Save and Cancel are out of view: {when}",
            """
            () => {
              const view = document.getElementById('scroller').getBoundingClientRect();
              return [...document.querySelectorAll('.editor-buttons button')].every((button) => {
                const box = button.getBoundingClientRect();
                return box.top >= view.top - 1 && box.bottom <= view.bottom + 1 && box.height > 0;
              });
            }
            """);
    }

    // A banner counts seconds, and the effect of its change on the list is visible only in the next frame.
    private static Task HoldsAsync(Person person, string otherwise, string condition) =>
        Eventually.HoldsAsync(() => person.Page.EvaluateAsync<bool>(condition), () => $"{otherwise} ({person.Name}).");

    /// <summary>A keyboard that covers the lower part of the page, as in Safari. Only the visual viewport reports it.</summary>
    private static Task<JsonElement?> KeyboardAsync(Person person, int height) => person.Page.EvaluateAsync(
        """
        height => {
          Object.defineProperty(visualViewport, 'height', { value: height, configurable: true });
          visualViewport.dispatchEvent(new Event('resize'));
        }
        """,
        height);

    /// <summary>Waits until the changes of one frame have caused those of the next.</summary>
    private static Task<JsonElement?> SettledAsync(Person person) => person.Page.EvaluateAsync(
        "async () => { for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve)); }");

    private static async Task<double> ScrolledAsync(Person person)
    {
        await SettledAsync(person);
        return await person.Page.Locator("#scroller").EvaluateAsync<double>("scroller => scroller.scrollTop");
    }
}
