using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>
/// Draws the states of the page into <c>artifacts/screens</c> for a reviewer. <c>eng/page-picture.sh</c> takes the pictures of the
/// docs from there.
/// </summary>
[Collection(BrowserFixture.SecondCollection)]
public sealed class PictureTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string Formatted =
        "**Before we tag:**\n> Nothing lost, nothing twice, nothing out of order.\n- `CHANGELOG.md` has a line for each change\n" +
        "- the [tutorial](https://example.org/tutorial) runs as it is written\n```\ngit tag v0.2.0\ngit push --tags\n```";

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
        await PicturesOfRestrictionsAsync(tom, jonas);
        await PicturesOfAnInboxAsync(tom, ines, mei);
    }

    /// <summary>Reactions, a reply, a mention and a private room with its sheets.</summary>
    private static async Task PicturesOfMoreAsync(Person ines, Person jonas, Person mei)
    {
        await ines.Page.ClickAsync("#new-private");
        await ines.Page.FillAsync("#new-title", "Release 0.2");
        foreach (var name in new[] { "Jonas", "Mei Lin" })
            await ines.Page.Locator(".people-picker").GetByLabel(name).CheckAsync();
        await PartAsync(ines.Page.Locator("#sheet"), "new-private-room.png");
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
        await PartAsync(jonas.Page.Locator("#sheet"), "emoji.png");
        await jonas.Page.Keyboard.PressAsync("Escape");
        await jonas.SayAsync(Formatted);
        await PartAsync(jonas.Row(Formatted), "format.png");
        await jonas.Row("@Jonas thank you, then @Mei Lin tags.").HoverAsync();
        await jonas.Row("@Jonas thank you, then @Mei Lin tags.").GetByLabel("Report").ClickAsync();
        await jonas.Page.FillAsync("#report-reason", "Shouting");
        await PartAsync(jonas.Page.Locator("#sheet"), "report.png");
        await jonas.Page.Keyboard.PressAsync("Escape");
        await ines.Page.Locator("#people-list button").First.ClickAsync();
        await Expect(ines.Page.Locator("#sheet h3")).ToHaveTextAsync("Moderation");
        await ines.PictureAsync("person.png");
        await ines.Page.Keyboard.PressAsync("Escape");
        await PrivateRoomTests.OpenMenuAsync(ines, "Room settings…");
        await ines.PictureAsync("room-settings.png");
        await ines.Page.Keyboard.PressAsync("Escape");
        await ines.Field.PressSequentiallyAsync("Thanks, @");
        await Expect(ines.Page.Locator("#mention-list li")).ToHaveCountAsync(2);
        await PartAsync(ines.Page.Locator("#conversation"), "names.png", fromBottom: 240);
        await ines.Field.FillAsync("");
        await ines.Page.ClickAsync("#connection");
        await Expect(ines.Page.Locator("#sheet dd").Nth(2)).ToContainTextAsync(" ms");
        await PartAsync(ines.Page.Locator("#sheet"), "connection.png");
        await ines.Page.Keyboard.PressAsync("Escape");
    }

    /// <summary>A guest who is blocked by one and banned by another.</summary>
    private async Task PicturesOfRestrictionsAsync(Person tom, Person jonas)
    {
        await (await WriterAsync("Bargain Bot")).SayAsync("50% off everything, only today!");
        await jonas.OpenRoomAsync("lobby");
        await OpenPersonAsync(jonas, "Bargain Bot");
        await jonas.Page.GetByText("Block", new() { Exact = true }).ClickAsync();
        await Expect(jonas.Banner).ToContainTextAsync("Bargain Bot is blocked");
        await PrivateRoomTests.OpenMenuAsync(jonas, "Blocked people…");
        await Expect(jonas.Page.Locator("#sheet li")).ToHaveCountAsync(1);
        await PartAsync(jonas.Page.Locator("#sheet"), "blocked-people.png");
        await jonas.Page.Keyboard.PressAsync("Escape");
        await OpenPersonAsync(tom, "Bargain Bot");
        await tom.Page.GetByText("Ban from the room…").ClickAsync();
        await PartAsync(tom.Page.Locator("#confirm"), "question.png");
        await tom.Page.ClickAsync("#confirm-yes");
        await Expect(tom.Banner).ToContainTextAsync("Bargain Bot is banned");
        await PrivateRoomTests.OpenMenuAsync(tom, "Bans…");
        await Expect(tom.Page.Locator("#sheet li")).ToHaveCountAsync(1);
        await PartAsync(tom.Page.Locator("#sheet"), "bans.png");
        await tom.Page.Keyboard.PressAsync("Escape");
    }

    /// <summary>Mentions and a direct message in the list of rooms, and the room of two users.</summary>
    private static async Task PicturesOfAnInboxAsync(Person tom, Person ines, Person mei)
    {
        await tom.SayAsync("@Inês @Mei Lin which train do you take?");
        await OpenPersonAsync(tom, "Inês");
        await tom.Page.GetByText("Message privately").ClickAsync();
        await Expect(tom.Page.Locator("#room-title")).ToHaveTextAsync("Inês");
        await tom.SayAsync("Shall I keep a piece of cake for you?");
        var direct = ines.Page.Locator("#my-rooms [data-room^=direct-]");
        await Expect(direct.Locator(".badge")).ToHaveTextAsync("1");
        await Expect(ines.Page.Locator("#my-rooms [data-room=lobby] .mentions")).ToHaveTextAsync("@1");
        await PartAsync(ines.Page.Locator("#rooms"), "inbox.png", fromTop: 520);
        await direct.ClickAsync();
        await ines.SayAsync("Two, if there are two :)");
        await Expect(ines.Row("Two, if there are two :)").Locator(".note")).ToHaveTextAsync("Seen by tom");
        await PartAsync(ines.Page.Locator("#conversation"), "direct.png", fromBottom: 300);
        await mei.Page.ClickAsync("#open-rooms");
        await Expect(mei.Page.Locator("#rooms")).ToBeInViewportAsync(new() { Ratio = 1 });
        await mei.PictureAsync("phone-rooms.png");
    }

    private static async Task OpenPersonAsync(Person person, string name)
    {
        await person.Page.Locator("#people-list button").Filter(new() { HasText = name }).ClickAsync();
        await Expect(PersonTests.Sheet(person, name)).ToContainTextAsync("here now");
    }

    /// <summary>A small picture: an element, or its upper or lower end.</summary>
    private static async Task PartAsync(ILocator part, string file, float? fromTop = null, float? fromBottom = null)
    {
        var box = (await part.BoundingBoxAsync())!;
        var height = fromTop ?? fromBottom ?? box.Height;
        var clip = new Clip { X = box.X, Width = box.Width, Y = fromBottom is null ? box.Y : box.Y + box.Height - height, Height = height };
        await part.Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screens, file), Clip = clip });
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
