using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>A test of the JavaScript client in a real browser, against a real server.</summary>
public abstract class ClientTabTest(BrowserFixture fixture) : PageTest(fixture)
{
    private readonly BrowserFixture _fixture = fixture;

    /// <summary>A separate browser with separate storage.</summary>
    internal Task<IBrowserContext> BrowserAsync() => _fixture.Browser.NewContextAsync();

    internal Task<ClientTab> TabAsync(IBrowserContext browser) => ClientTab.OpenAsync(browser, Server.Url);

    /// <summary>Another user in another browser, who is in the lobby.</summary>
    internal async Task<ClientTab> SomebodyAsync(string name)
    {
        var tab = await TabAsync(await BrowserAsync());
        await tab.RunAsync(name);
        await tab.InRoomAsync();
        return tab;
    }
}
