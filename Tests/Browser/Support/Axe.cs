using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace SignalRChat.BrowserTests.Support;

/// <summary>Checks what the page shows now with axe, in light and in dark.</summary>
internal static class Axe
{
    private static readonly ColorScheme[] _schemes = [ColorScheme.Light, ColorScheme.Dark];

    public static Task FindsNothingAsync(Person person, string view) => FindsNothingAsync(person.Page, view);

    public static async Task FindsNothingAsync(IPage page, string view)
    {
        // Of the rules of axe, only colours depend on the theme. That a name contains the visible text is a rule of WCAG
        // (2.5.3), which axe applies only on request.
        var all = new AxeRunOptions { Rules = new() { ["label-content-name-mismatch"] = new() { Enabled = true } } };
        var onlyColours = new AxeRunOptions { RunOnly = new() { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };
        foreach (var scheme in _schemes)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var found = scheme == ColorScheme.Light ? await page.RunAxe(all) : await page.RunAxe(onlyColours);
            Assert.Contains(found.Passes, pass => pass.Id == "color-contrast");
            Assert.Empty(
                from violation in found.Violations
                from node in violation.Nodes
                let why = string.Join("; ", node.Any.Select(check => check.Message))
                select $"{view}, {scheme}: {violation.Id}: {node.Html} {why}");
        }
    }
}
