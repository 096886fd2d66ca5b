using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>Long or unusual names, rooms and texts do not break the layout.</summary>
[Collection(BrowserFixture.ThirdCollection)]
public sealed class LayoutTests(BrowserFixture fixture) : PageTest(fixture)
{
    private static readonly string _longName = new('W', 40);
    private static readonly string _longRoom = new('w', 64);
    private static readonly string _room = new('m', 24);

    [BrowserFact]
    public async Task Long_names_of_rooms_and_people_leave_everything_in_view()
    {
        var alice = await OpenAsync(_longName);
        await alice.SignInAsync(_longRoom);
        var bob = await WriterAsync(_longName[1..], _longRoom);
        await WriterAsync("cleo", $"{_longRoom[1..]}x");
        await bob.SayAsync(new string('W', 400));
        await alice.SeesAsync(new string('W', 400));
        await alice.JoinAsync(_room);
        foreach (var (width, room) in new[] { (1280, _longRoom), (390, _room), (320, _longRoom), (320, _room), (1000, _longRoom) })
        {
            await alice.Page.SetViewportSizeAsync(width, 700);
            await alice.Page.EvaluateAsync("room => { location.hash = room; }", room);
            await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync($"#{room}");
            await alice.InRoomAsync();
            await FitsAsync(alice, $"{width} px");
            await alice.WriteAsync("/rooms");
            await Expect(alice.Page.Locator("#switcher")).ToBeVisibleAsync();
            await FitsAsync(alice, $"the switcher at {width} px");
            await alice.Page.Keyboard.PressAsync("Escape");
            foreach (var drawer in new[] { "rooms", "people" })
            {
                if (!await alice.Page.Locator($"#open-{drawer}").IsVisibleAsync())
                    continue;
                await alice.Page.ClickAsync($"#open-{drawer}");
                await Expect(alice.Page.Locator($"#{drawer}")).ToBeInViewportAsync(new() { Ratio = 1 });
                await FitsAsync(alice, $"{drawer} at {width} px");
                await alice.Page.Keyboard.PressAsync("Escape");
            }
        }
        // One line that ends with dots.
        Assert.True(await alice.Page.Locator("#room-title").EvaluateAsync<bool>(
            """
            title => title.scrollWidth > title.clientWidth
              && getComputedStyle(title).textOverflow === 'ellipsis' && title.clientHeight < 30
            """));
    }

    [BrowserFact]
    public async Task A_very_high_message_is_folded_and_shown_whole_on_demand()
    {
        var alice = await ArriveAsync("alice");
        var bob = await WriterAsync("bob");
        string[] high =
        [
            $"first{new string('\n', 1_500)}last",
            $"first{string.Concat(Enumerable.Repeat("\r\n", 900))}last",
            string.Join('\u2028', Enumerable.Range(1, 800)),
            string.Concat(Enumerable.Repeat("long words and short ones, ", 140)), new string('\n', 150) + "see https://example.org/",
        ];
        await bob.SayAllAsync(high);
        await bob.SayAsync(string.Join('\n', Enumerable.Range(1, 12)));
        await Expect(alice.Rows).ToHaveCountAsync(high.Length + 1);
        foreach (var row in (await alice.Rows.AllAsync()).SkipLast(1))
            Assert.InRange((await row.BoundingBoxAsync())!.Height, 100, 600);

        // A shorter text is shown in full.
        var more = alice.Rows.Locator(".more:visible");
        await Expect(more).ToHaveCountAsync(high.Length);
        await Expect(alice.Rows.Last.Locator(".more")).ToBeHiddenAsync();
        var first = alice.Rows.First;
        var button = first.GetByRole(AriaRole.Button, new() { Name = "Show all" });
        await Expect(button).ToHaveAttributeAsync("aria-expanded", "false");
        await button.FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        Assert.InRange((await first.BoundingBoxAsync())!.Height, 20_000, 40_000);
        var less = first.GetByRole(AriaRole.Button, new() { Name = "Show less" });
        await Expect(less).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(less).ToBeFocusedAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(button).ToBeInViewportAsync();
        Assert.InRange((await first.BoundingBoxAsync())!.Height, 100, 600);

        // A link that gets the keyboard focus is visible.
        await alice.Rows.Nth(high.Length - 1).Locator("a").FocusAsync();
        await Expect(alice.Rows.Nth(high.Length - 1).Locator("a")).ToBeInViewportAsync();
        Assert.InRange((await alice.Rows.Nth(high.Length - 1).BoundingBoxAsync())!.Height, 3_000, 5_000);
    }

    [BrowserFact]
    public async Task Marks_without_end_lie_over_no_other_row()
    {
        string[] marks = ["\u0301", "\u0316", "\u0489", "\u0e49", "\u0334\u0301\u0316\u030d\u0317"];
        var alice = await ArriveAsync("alice");
        var canStandOut = false;
        foreach (var mark in marks)
        {
            var room = $"u{(int)mark[0]:x4}";
            await alice.JoinAsync(room);
            var bob = await WriterAsync("bob", room);
            await alice.SeesPeopleAsync("alice", "bob");
            await bob.SayAllAsync(["above", "A" + string.Concat(Enumerable.Repeat(mark, 3_500 / mark.Length)), "below"]);
            await alice.SeesAsync("below");
            var row = alice.Rows.Nth(1);
            Assert.InRange((await row.BoundingBoxAsync())!.Height, 15, 200);
            Assert.False(await StandsOutAsync(alice, row), $"U+{(int)mark[0]:X4} lies over other rows.");
            await row.Locator(".text").EvaluateAsync("text => { text.style.overflow = 'visible'; }");
            canStandOut |= await StandsOutAsync(alice, row);
        }
        Assert.True(canStandOut, "No font here stacks marks: nothing was tried.");
    }

    /// <summary>Whether a part of the row's text is painted above or below it.</summary>
    private static async Task<bool> StandsOutAsync(Person person, ILocator row)
    {
        var text = row.Locator(".text");
        var box = (await text.BoundingBoxAsync())!;
        foreach (var (top, bottom) in new[] { (0f, box.Y - 6), (box.Y + box.Height + 6, 896f) })
        {
            var part = new PageScreenshotOptions { Clip = new() { X = box.X, Y = top, Width = 300, Height = bottom - top } };
            var shown = await person.Page.ScreenshotAsync(part);
            await text.EvaluateAsync("text => { text.style.visibility = 'hidden'; }");
            var without = await person.Page.ScreenshotAsync(part);
            await text.EvaluateAsync("text => { text.style.visibility = ''; }");
            if (!shown.AsSpan().SequenceEqual(without))
                return true;
        }
        return false;
    }

    private static async Task FitsAsync(Person person, string where)
    {
        var outside = await person.Page.EvaluateAsync<string[]>(
            """
            () => { return [...document.querySelectorAll('#chat *, dialog[open], dialog[open] *')]
              .filter((element) => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }))
              .filter((element) => !element.closest('svg, .visually-hidden, [inert], .skip'))
              .map((element) => [element, element.getBoundingClientRect()])
              .filter(([element, box]) => box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !clipped(element))
              .map(([element, box]) => [element.id || element.className, element, box])
              .map(([name, element, box]) => `${element.tagName} ${name}: ${Math.round(box.left)} to ${Math.round(box.right)}`)
              .concat(document.documentElement.scrollWidth > innerWidth
                ? [`the page is ${document.documentElement.scrollWidth} wide`] : []);

            // Texts cut off with dots by an element that is itself in view.
            function clipped(element) {
              for (let around = element.parentElement; around; around = around.parentElement) {
                const box = around.getBoundingClientRect();
                if (getComputedStyle(around).textOverflow === 'ellipsis' && box.right <= innerWidth + 1) return true;
              }
              return false;
            }
            }
            """);
        Assert.True(outside.Length == 0, $"{where}: {string.Join("; ", outside)}");
    }
}
