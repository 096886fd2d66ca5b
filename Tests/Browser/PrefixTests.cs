using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class PrefixTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task Below_a_path_prefix_everything_is_found_and_nothing_else_is_requested()
    {
        await using var proxy = await PrefixProxy.StartAsync(Server.Url);
        var alice = await OpenAsync("alice", address: proxy.Url);
        await alice.SignInAsync();
        var bob = await ArriveAsync("bob");
        await alice.SayAsync("from below the prefix");
        await bob.SeesAsync("from below the prefix");
        await bob.SayAsync("from the server itself");
        await alice.SeesAsync("from the server itself");
        await alice.Page.ReloadAsync();
        await alice.SeesAsync("from the server itself");

        await alice.Row("from below the prefix").HoverAsync();
        await Expect(alice.Page.Locator("button[aria-label=Edit] use"))
            .ToHaveAttributeAsync("href", new Regex(@"/chat/page-[0-9a-f]{12}/img/icons\.svg#edit$"));
        Assert.Empty(proxy.Strays);

        // Before the proxy stops, which the page would report as an error.
        await alice.Page.Context.CloseAsync();
    }
}
