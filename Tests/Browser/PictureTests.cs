using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>
/// Draws the states of the page into <c>artifacts/screens</c> for a reviewer. <c>eng/page-picture.sh</c> takes the README's
/// picture from there.
/// </summary>
[Collection(BrowserFixture.SecondCollection)]
public sealed class PictureTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task Pictures_of_a_conversation()
    {
        var (tom, jonas, mei) =
            (await ArriveAsync("tom"), await ArriveAsync("Jonas", options: Dark), await ArriveAsync("Mei Lin", options: Phone));
        foreach (var room in new[] { "design", "releases", "support" })
            await tom.JoinAsync(room);
        var ines = await OpenAsync("Inês");
        await ines.PictureAsync("sign-in.png");
        await ines.SignInAsync();
        await ines.JoinAsync("support");
        await ines.Page.ClickAsync("#my-rooms [data-room=lobby]");
        await tom.SayAsync("Two tickets left, both waiting for an answer.");
        await tom.Page.ClickAsync("#my-rooms [data-room=lobby]");

        await jonas.SayAsync("Morning! Did anybody look at last night's load run?");
        await mei.SayAsync("Yes, 40,000 messages over six kills of the server.");
        await mei.SayAsync("Nothing lost, nothing twice. The order is the same in every client.");
        await ines.SayAsync("That is the part I like best. Report: https://example.org/runs/2291");
        await jonas.SayAsync("Then let us ship it after lunch:\n1. freeze main\n2. tag 0.1\n3. cake");
        await tom.SayAsync("I can do 3.");
        await ines.SayAsync("Deal. I will be on the train from two, so do not wonder if I drop off.");
        await mei.SayAsync("You will have it all when you are back. That is rather the point :)");
        await jonas.SayAsync("See you at one, then");
        await ines.SeesAsync("See you at one, then");
        await tom.Field.PressSequentiallyAsync("Coming");
        await Expect(ines.Page.Locator("#typing")).ToHaveTextAsync("tom is typing…");
        await ines.PictureAsync("wide-light.png");
        await jonas.PictureAsync("wide-dark.png");
        await mei.PictureAsync("phone.png");
        await mei.Page.ClickAsync("#open-rooms");
        await Expect(mei.Page.Locator("#rooms")).ToBeInViewportAsync(new() { Ratio = 1 });
        await mei.PictureAsync("phone-rooms.png");
        await mei.Page.Keyboard.PressAsync("Escape");
        await mei.Page.ClickAsync("#open-people");
        await Expect(mei.Page.Locator("#people")).ToBeInViewportAsync(new() { Ratio = 1 });
        await mei.PictureAsync("phone-people.png");
        await jonas.Page.Keyboard.PressAsync("Control+k");
        await jonas.Page.Keyboard.TypeAsync("e");
        await jonas.PictureAsync("switcher.png");
        await jonas.Page.Keyboard.PressAsync("Escape");
        await ines.Page.ClickAsync("#help-button");
        await Expect(ines.Page.Locator("#help")).ToBeVisibleAsync();
        await ines.PictureAsync("help.png");
        await ines.Page.Keyboard.PressAsync("Escape");
        await PicturesOfMoreAsync(ines, jonas, mei);
    }

    /// <summary>Reactions, a reply, a mention and a private room with its sheets.</summary>
    private static async Task PicturesOfMoreAsync(Person ines, Person jonas, Person mei)
    {
        await ines.Page.ClickAsync("#new-private");
        await ines.Page.FillAsync("#new-title", "Release 0.2");
        foreach (var name in new[] { "Jonas", "Mei Lin" })
            await ines.Page.Locator(".people-picker").GetByLabel(name).CheckAsync();
        await ines.PictureAsync("new-private-room.png");
        await ines.Page.Locator("#sheet .primary").ClickAsync();
        await Expect(ines.Page.Locator("#room-title")).ToHaveTextAsync("Release 0.2");
        await ines.SayAsync("Who reads the notes once more before we tag?");
        await jonas.Page.ClickAsync("#my-rooms .entry:has-text('Release 0.2')");
        await ReplyAsync(jonas, "Who reads the notes once more before we tag?", "I can, in an hour.");
        await ReplyAsync(ines, "I can, in an hour.", "@Jonas thank you, then @Mei Lin tags.");
        await ReactAsync(ines, "I can, in an hour.", "🎉");
        await ReactAsync(jonas, "@Jonas thank you, then @Mei Lin tags.", "👍");
        await mei.Page.Keyboard.PressAsync("Escape");
        await mei.Page.ClickAsync("#open-rooms");
        await mei.Page.ClickAsync("#my-rooms .entry:has-text('Release 0.2')");
        await ReactAsync(mei, "@Jonas thank you, then @Mei Lin tags.", "👍");
        await Expect(ines.Page.Locator(".reaction")).ToHaveTextAsync(["🎉 1, with yours", "👍 2"]);
        await ines.PictureAsync("replies-and-reactions.png");
        await mei.PictureAsync("phone-replies-and-reactions.png");
        await jonas.Row("@Jonas thank you, then @Mei Lin tags.").HoverAsync();
        await jonas.Row("@Jonas thank you, then @Mei Lin tags.").GetByLabel("React", new() { Exact = true }).ClickAsync();
        await jonas.PictureAsync("emoji.png");
        await jonas.Page.Keyboard.PressAsync("Escape");
        await ines.Page.Locator("#people-list button").First.ClickAsync();
        await Expect(ines.Page.Locator("#sheet h3")).ToHaveTextAsync("Moderation");
        await ines.PictureAsync("person.png");
        await ines.Page.Keyboard.PressAsync("Escape");
        await PrivateRoomTests.OpenMenuAsync(ines, "Room settings…");
        await ines.PictureAsync("room-settings.png");
    }

    private static async Task ReplyAsync(Person person, string to, string text)
    {
        await person.Row(to).ClickAsync();
        await person.Row(to).GetByLabel("Reply").ClickAsync();
        await person.SayAsync(text);
    }

    private static async Task ReactAsync(Person person, string to, string emoji)
    {
        await person.Row(to).ClickAsync();
        await person.Row(to).GetByLabel("React", new() { Exact = true }).ClickAsync();
        await person.Page.Locator($"[data-emoji='{emoji}']").ClickAsync();
    }

    private static BrowserNewContextOptions Dark =>
        new() { ViewportSize = new() { Width = 1440, Height = 900 }, ColorScheme = ColorScheme.Dark };

    private static BrowserNewContextOptions Phone => new()
    {
        ViewportSize = new() { Width = 360, Height = 740 },
        HasTouch = true,
        IsMobile = true,
        DeviceScaleFactor = 2,
    };
}
