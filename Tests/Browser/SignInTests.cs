using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>
/// Regression: until the script had run, and always if it failed, the form was a GET form. Enter put the token into the
/// address, and from there into logs.
/// </summary>
public sealed class SignInTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string Modules = "**/js/**/*.js";

    [BrowserFact]
    public async Task Enter_before_the_page_has_loaded_is_kept_and_opens_the_chat()
    {
        var gate = new TaskCompletionSource();
        var alice = await OpenAsync("alice", PhoneTests.Phone, new Uri("about:blank"));
        await alice.Page.RouteAsync("**/js/client/**", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await alice.Page.GotoAsync(Server.Url.ToString(), new() { WaitUntil = WaitUntilState.Commit });
        await alice.Page.FillAsync("#name", "alice");
        await alice.Page.PressAsync("#name", "Enter");
        await alice.Page.PressAsync("#room", "Enter");
        await Expect(alice.Page.Locator("#sign-in-form button")).ToHaveTextAsync("Loading…");
        gate.SetResult();
        await alice.InRoomAsync();
        Assert.Equal($"{Server.Url}#lobby", alice.Page.Url);
    }

    [BrowserTheory]
    [InlineData("#100%", "lobby")]
    [InlineData("#caf%E9", "lobby")]
    [InlineData("#%", "lobby")]
    [InlineData("#Not%20a%20room", "lobby")]
    [InlineData("#kit%63hen", "kitchen")]
    public async Task The_chat_opens_whatever_the_fragment_is(string fragment, string room)
    {
        var alice = await OpenAsync("alice", address: new Uri(Server.Url + fragment));
        await Expect(alice.Page.Locator("#room")).ToHaveValueAsync(room);
        await alice.Page.FillAsync("#name", "alice");
        await alice.Page.PressAsync("#name", "Enter");
        await alice.InRoomAsync();
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync($"#{room}");
        // The same in the address of an open page.
        await alice.Page.EvaluateAsync("fragment => { location.hash = fragment; }", fragment);
        await alice.SayAsync("still here");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync($"#{room}");
    }

    [BrowserFact]
    public async Task The_chat_opens_in_a_browser_that_keeps_nothing()
    {
        await using var browser = await BareBrowser.OpenAsync(Server.Url, blocksSiteData: true);
        Assert.Equal("SecurityError", await browser.AskAsync<string>(
            "(() => { try { return String(localStorage); } catch (error) { return error.name; } })()"));
        await browser.UntilAsync("document.querySelector('#sign-in-form[data-ready]')");
        await browser.AskAsync<object?>(
            "document.getElementById('name').value = 'alice', document.getElementById('sign-in-form').requestSubmit()");
        await browser.UntilAsync("/here$/.test(document.getElementById('room-subtitle').textContent)");
        await browser.AskAsync<object?>(
            "document.getElementById('text').value = 'kept nowhere', document.getElementById('composer').requestSubmit()");
        await browser.UntilAsync("document.querySelector('.message.stored')");
        Assert.Equal($"{Server.Url}#lobby", await browser.AskAsync<string>("location.href"));
        Assert.Empty(browser.Exceptions);
    }

    [BrowserTheory]
    [InlineData("**/js/page/composer.js")]
    [InlineData("**/js/page/main.js")]
    public async Task A_module_that_does_not_load_once_is_loaded_again(string module)
    {
        var alice = await OpenAsync("alice", address: new Uri("about:blank"));
        alice.ExpectsOutage = true;
        var isFirst = true;
        await alice.Page.RouteAsync(module, route => isFirst ? FailAsync(route) : route.ContinueAsync());
        await alice.Page.GotoAsync(Server.Url.ToString(), new() { WaitUntil = WaitUntilState.Commit });
        await Expect(alice.Page.Locator("#sign-in-form[data-ready]")).ToBeVisibleAsync();
        await alice.SignInAsync();

        Task FailAsync(IRoute route)
        {
            isFirst = false;
            return route.AbortAsync();
        }
    }

    [BrowserFact]
    public async Task A_module_that_never_loads_is_reported_and_nothing_goes_into_the_address()
    {
        var alice = await OpenAsync("alice", address: new Uri("about:blank"));
        alice.ExpectsOutage = true;
        await alice.Page.RouteAsync("**/js/page/main.js", route => route.AbortAsync());
        await alice.Page.GotoAsync(Server.Url.ToString(), new() { WaitUntil = WaitUntilState.Commit });
        var problem = alice.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The page did not load completely" });
        await Expect(problem).ToBeVisibleAsync();
        await FillAndSubmitAsync(alice);
        Assert.Equal(Server.Url.ToString(), alice.Page.Url);
        await alice.Page.UnrouteAsync("**/js/page/main.js");
        await alice.Page.ClickAsync("text=Load again");
        await Expect(alice.Page.Locator("#sign-in-form[data-ready]")).ToBeVisibleAsync();
        await alice.SignInAsync();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_form_puts_a_token_or_a_name_into_the_address_without_a_script(bool hasJavaScript)
    {
        var alice = await OpenAsync("alice", new() { JavaScriptEnabled = hasJavaScript }, new Uri("about:blank"));
        alice.ExpectsOutage = true;
        // No script runs, not even the small one before the first paint.
        if (hasJavaScript)
            await alice.Page.RouteAsync(Modules, route => route.AbortAsync());
        await alice.Page.GotoAsync(Server.Url.ToString());
        if (hasJavaScript)
            await FillAndSubmitAsync(alice);
        else
            await Expect(alice.Page.GetByText("This page needs JavaScript.")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator("#sign-in-form")).ToBeVisibleAsync(new() { Visible = hasJavaScript });
        Assert.Equal(Server.Url.ToString(), alice.Page.Url);
        // Every form of the document, visible or not.
        var forms = alice.Page.Locator(
            "form:not([method=dialog]), form[action], form :is(input, textarea, select)[name], [formaction], [formmethod]");
        await Expect(forms).ToHaveCountAsync(0);
        var policy = (await alice.Page.APIRequest.GetAsync(Server.Url.ToString())).Headers["content-security-policy"];
        Assert.Contains("form-action 'none'", policy, StringComparison.Ordinal);
    }

    private static async Task FillAndSubmitAsync(Person person)
    {
        await person.Page.FillAsync("#name", "alice");
        await person.Page.ClickAsync("summary");
        await person.Page.FillAsync("#token", "secret");
        await person.Page.PressAsync("#token", "Enter");
        await person.Page.ClickAsync("#sign-in-form button[type=submit]");
        await Expect(person.Page.Locator("#token")).ToHaveValueAsync("secret");
    }
}
