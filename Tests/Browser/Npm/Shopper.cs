using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests.Npm;

/// <summary>A user of <c>samples/react</c> in a browser.</summary>
internal sealed partial class Shopper
{
    private readonly List<string> _complaints = [];
    private int _negotiations;

    private Shopper(IPage page)
    {
        Page = page;
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/hubs/chat/negotiate", StringComparison.Ordinal))
                Interlocked.Increment(ref _negotiations);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, line) =>
        {
            // React reports in the console what breaks its rules. A failed request is no mistake of the page.
            if (line.Type == "error" && !line.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
                && !line.Text.Contains("WebSocket connection to", StringComparison.Ordinal))
            {
                _complaints.Add(line.Text);
            }
        };
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>The number of connections that the page has begun.</summary>
    public int Negotiations => Volatile.Read(ref _negotiations);

    public ILocator Messages => Page.GetByRole(AriaRole.Log);

    public ILocator Status => Page.GetByRole(AriaRole.Status);

    public ILocator Typing => Page.GetByLabel("Typing");

    private ILocator Text => Page.GetByLabel("Message", new() { Exact = true });

    public static async Task<Shopper> SignInAsync(IBrowser browser, string shop, string user)
    {
        var context = await browser.NewContextAsync();
        context.SetDefaultTimeout(BrowserFixture.Patience);
        var shopper = new Shopper(await context.NewPageAsync());
        await shopper.Page.GotoAsync(shop);
        await shopper.Page.GetByLabel("Name").FillAsync(user);
        await shopper.Page.GetByLabel("Password").FillAsync($"{user}-password");
        await shopper.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(shopper.Status).ToHaveTextAsync("connected");
        return shopper;
    }

    public async Task OrderFromAsync(string seller)
    {
        await Page.GetByLabel("Seller").FillAsync(seller);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Order", Exact = true }).ClickAsync();
    }

    public Task OpenRoomAsync() => Page.GetByRole(AriaRole.Button, new() { NameRegex = Orders() }).ClickAsync();

    public Task TypeAsync(string text) => Text.FillAsync(text);

    public async Task SendAsync(string text)
    {
        await TypeAsync(text);
        await Text.PressAsync("Enter");
    }

    /// <summary>The texts of the room, in their order, each once and none of them pending.</summary>
    public async Task SeesAsync(params string[] texts)
    {
        var lines = Messages.Locator("li:not([aria-hidden])");
        await Expect(lines).ToHaveTextAsync(texts.Select(text => new Regex($"{Regex.Escape(text)}$")));
    }

    [GeneratedRegex("An order of")]
    private static partial Regex Orders();
}
