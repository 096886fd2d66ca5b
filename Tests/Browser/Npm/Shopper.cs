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

    private ILocator Alert => Page.GetByRole(AriaRole.Alert);

    private ILocator Text => Page.GetByLabel("Message", new() { Exact = true });

    public static async Task<Shopper> SignInAsync(IBrowser browser, string shop, string user)
    {
        var context = await browser.NewContextAsync();
        context.SetDefaultTimeout(BrowserFixture.Patience);
        var shopper = new Shopper(await context.NewPageAsync());
        await shopper.Page.GotoAsync(shop);
        await shopper.SignInAsync(user);
        await Expect(shopper.Status).ToHaveTextAsync("connected");
        return shopper;
    }

    /// <summary>Ends the session, fails to sign in, signs in, and reloads while the backend is away for a moment.</summary>
    public async Task SignOutAndInAsync()
    {
        await PressAsync("Sign out");
        await SignInAsync("Łukasz");
        await Expect(Alert).ToHaveTextAsync("Wrong name or password.");
        await SignInAsync("ann");
        await Expect(Status).ToHaveTextAsync("connected");

        await Page.RouteAsync("**/chat-token", route => route.AbortAsync());
        await Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await Expect(Alert).ToContainTextAsync("The shop is not available.");
        await Page.UnrouteAllAsync();
        await PressAsync("Try again");
        await Expect(Status).ToHaveTextAsync("connected");
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

    private async Task SignInAsync(string user)
    {
        await Page.GetByLabel("Name").FillAsync(user);
        await Page.GetByLabel("Password").FillAsync($"{user}-password");
        await PressAsync("Sign in");
    }

    private Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [GeneratedRegex("An order of")]
    private static partial Regex Orders();
}
