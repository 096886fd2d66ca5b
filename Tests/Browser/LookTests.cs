using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>The light and dark themes, and reduced motion.</summary>
[Collection(BrowserFixture.ThirdCollection)]
public sealed class LookTests(BrowserFixture fixture) : PageTest(fixture)
{
    // Whether the background of the page is bright.
    private const string Brightness =
        """
        () => {
          const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number);
          return (r + g + b) / 3 > 128 ? 'light' : 'dark';
        }
        """;

    [BrowserFact]
    public async Task The_theme_is_the_systems_until_one_is_chosen_and_the_choice_survives_a_reload()
    {
        var alice = await ArriveAsync("alice");
        var theme = alice.Page.Locator("#theme");
        await IsAsync(alice, "Theme: auto", "light", "dark");
        await theme.ClickAsync();
        await IsAsync(alice, "Theme: light", "light", "light");
        await theme.ClickAsync();
        await IsAsync(alice, "Theme: dark", "dark", "dark");
        await theme.ClickAsync();
        await IsAsync(alice, "Theme: auto", "light", "dark");
    }

    [BrowserFact]
    public async Task Nothing_moves_where_less_motion_is_asked_for()
    {
        var alice = await ArriveAsync("alice", options: PhoneTests.Phone);
        Assert.True(await MovesAsync(alice));
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Assert.False(await MovesAsync(alice));
        Assert.Equal(0, await alice.Page.EvaluateAsync<int>(
            """
            () => [...document.querySelectorAll('*')]
              .flatMap((element) => [null, '::before', '::after'].map((part) => getComputedStyle(element, part)))
              .filter((style) => style.animationName !== 'none' || /[1-9]/.test(style.transitionDuration)
                || style.scrollBehavior === 'smooth').length
            """));
    }

    /// <summary>
    /// The chosen theme, and the look of the page on a light and on a dark system. Both stay the same after a reload, from the
    /// first paint on.
    /// </summary>
    private static async Task IsAsync(Person person, string chosen, string onLight, string onDark)
    {
        foreach (var reload in new[] { false, true })
        {
            if (reload)
                await person.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            foreach (var (scheme, expected) in new[] { (ColorScheme.Light, onLight), (ColorScheme.Dark, onDark) })
            {
                await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                Assert.Equal(expected, await person.Page.EvaluateAsync<string>(Brightness));
            }
            await Expect(person.Page.Locator("#theme")).ToHaveAccessibleNameAsync(chosen);
        }
    }

    /// <summary>Whether the drawer slides.</summary>
    private static async Task<bool> MovesAsync(Person person) => await person.Page.EvaluateAsync<bool>(
        """
        () => {
          document.getElementById('open-rooms').click();
          getComputedStyle(document.getElementById('rooms')).transform;
          return document.getAnimations().length > 0;
        }
        """);
}
