using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class WelcomeTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task An_empty_room_says_what_to_do_and_a_second_window_is_another_user()
    {
        var alice = await ArriveAsync("alice", "kitchen");
        await alice.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var welcome = alice.Page.Locator("#nobody-spoke");
        await Expect(welcome).ToContainTextAsync("Welcome to #kitchen");
        await Expect(welcome).ToContainTextAsync("This room is yours.");
        var link = $"{Server.Url}#kitchen";
        await Expect(alice.Page.Locator("#welcome-link")).ToHaveValueAsync(link);
        await alice.Page.ClickAsync("#welcome-copy");
        await Expect(alice.Banner).ToHaveTextAsync(new Regex("The link is copied"));
        Assert.Equal(link, await alice.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        await alice.PictureAsync("welcome.png");

        var window = await alice.Page.Context.RunAndWaitForPageAsync(() => alice.Page.ClickAsync("#welcome-another"));
        var bob = new Person("bob", window);
        await Expect(window.Locator("#sign-in-form[data-ready]")).ToBeVisibleAsync();
        await Expect(window.Locator("#name")).ToHaveValueAsync("");
        await Expect(window.Locator("#room")).ToHaveValueAsync("kitchen");
        Assert.Equal(link, window.Url);
        await bob.SignInAsync("kitchen");
        await Expect(window.Locator("#welcome-owner")).ToHaveTextAsync("You are a member of this room.");
        await bob.SayAsync("hello");
        await alice.SeesAsync("hello");
        await alice.SeesPeopleAsync("alice", "bob");
        await Expect(welcome).ToBeHiddenAsync();
        Assert.Empty(bob.Complaints);

        await alice.Page.EvaluateAsync("() => navigator.clipboard.writeText('')");
        await alice.Page.ClickAsync("#room-menu-button");
        await alice.Page.ClickAsync("#copy-link");
        await Expect(alice.Page.Locator("#room-menu")).ToBeHiddenAsync();
        Assert.Equal(link, await alice.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [BrowserFact]
    public async Task Namesakes_can_be_distinguished_wherever_their_name_is_shown()
    {
        var alice = await ArriveAsync("alice");
        var (zed, other) = (await ArriveAsync("Zed"), await ArriveAsync("Zed"));
        await zed.SayAsync("I am Zed");
        await other.SayAsync("So am I");
        await alice.SayAsync("and I am not");
        await alice.SeesPeopleAsync("alice", "Zed", "Zed");

        var first = await alice.Row("I am Zed").Locator(".tag").TextContentAsync();
        var second = (await alice.Row("So am I").Locator(".tag").TextContentAsync())!;
        Assert.NotEqual(first, second);
        Assert.Equal(new[] { first, second }.Order(), (await alice.Page.Locator("#people-list .tag").AllTextContentsAsync()).Order());
        await Expect(alice.Row("So am I").Locator(".author")).ToHaveTextAsync($"Zed{second}");
        await Expect(alice.Row("and I am not").Locator(".tag")).ToHaveCountAsync(0);
        // The same on every page, including the user's own.
        await Expect(zed.Row("So am I").Locator(".tag")).ToHaveTextAsync(second);
        await Expect(other.Row("So am I").Locator(".tag")).ToHaveTextAsync(second);

        await other.Field.PressSequentiallyAsync("hm");
        await Expect(alice.Page.Locator("#typing")).ToHaveTextAsync($"Zed·{second} is typing…");
        await alice.Field.PressSequentiallyAsync($"@zed·{second[..2]}");
        await alice.Field.PressAsync("Tab");
        await Expect(alice.Field).ToHaveValueAsync($"@Zed·{second} ");

        await other.Page.CloseAsync();
        await Expect(alice.Page.Locator(".presence").Last).ToContainTextAsync($"Zed·{second} left");
        // The other user's message is still there.
        await Expect(alice.Row("I am Zed").Locator(".tag")).ToHaveTextAsync(first!);
    }
}
