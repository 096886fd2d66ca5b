using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests.Support;

/// <summary>A user at the page, who acts and reads as users do.</summary>
internal sealed class Person
{
    // The browser's own console line for an error response.
    private static readonly string[] _refusals = ["status of 400", "status of 401", "status of 403", "blocked by CORS policy"];

    private readonly List<string> _complaints = [];

    public Person(string name, IPage page)
    {
        Name = name;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complain(message.Text);
        };
        page.PageError += (_, error) => Complain(error);
    }

    public string Name { get; }

    public IPage Page { get; }

    /// <summary>
    /// The browser itself logs an error for an unreachable server. A test that stops the server must set this.
    /// </summary>
    public bool ExpectsOutage { get; set; }

    /// <summary>The same for an error response of the server.</summary>
    public bool ExpectsRefusal { get; set; }

    /// <summary>The warnings that the page must log in this test.</summary>
    public string? ExpectsWarning { get; set; }

    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
                return [.. _complaints];
        }
    }

    public ILocator Field => Page.Locator("#text");

    public ILocator Banner => Page.Locator("#banner");

    public ILocator Rows => Page.Locator("#messages .message");

    public ILocator Row(string text) => Rows.Filter(new() { Has = Page.Locator(".text").GetByText(text, new() { Exact = true }) });

    public async Task SignInAsync(string room = "lobby")
    {
        await Page.FillAsync("#name", Name);
        await Page.FillAsync("#room", room);
        await Page.ClickAsync("text=Join the room");
        await InRoomAsync();
    }

    public Task InRoomAsync() => Expect(Page.Locator("#room-subtitle")).ToHaveTextAsync(new Regex("here$"));

    public Task SeesSubtitleAsync(string text) => Expect(Page.Locator("#room-subtitle")).ToHaveTextAsync(text);

    /// <summary>Types a line and sends it, without waiting.</summary>
    public async Task WriteAsync(string text)
    {
        await Field.FillAsync(text);
        await Field.PressAsync("Enter");
    }

    /// <summary>The same although an element covers the field. A command typed before can still be sent.</summary>
    public Task WriteUnderneathAsync(string text) =>
        Field.EvaluateAsync("(field, text) => { field.value = text; field.form.requestSubmit(); }", text);

    /// <summary>Types many lines as fast as the page accepts them, and waits until all are stored.</summary>
    public async Task SayAllAsync(IEnumerable<string> texts)
    {
        const int atOnce = 100;
        foreach (var some in texts.Chunk(atOnce))
        {
            await Field.EvaluateAsync(
                """
                (field, texts) => {
                  for (const text of texts) {
                    field.value = text;
                    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                    field.form.requestSubmit();
                  }
                }
                """,
                some);
            await Expect(Page.Locator(".message:not(.stored)")).ToHaveCountAsync(0);
        }
    }

    /// <summary>Types a line and waits until it is stored.</summary>
    public async Task SayAsync(string text)
    {
        await WriteAsync(text);
        await Expect(Row(text).And(Page.Locator(".stored"))).ToHaveCountAsync(1);
        await SeesAsync(text);
    }

    public Task SeesAsync(string text) => Expect(Row(text)).ToHaveCountAsync(1);

    /// <summary>Scrolls to the oldest messages in the page, so that it loads older ones.</summary>
    public Task ScrollUpAsync() => Page.Locator("#scroller").EvaluateAsync("scroller => scroller.scrollTop = 0");

    public async Task JoinAsync(string room)
    {
        await Page.Keyboard.PressAsync("Control+k");
        await Page.FillAsync("#switcher-text", room);
        await Page.PressAsync("#switcher-text", "Enter");
        await Expect(Page.Locator("#room-title")).ToHaveTextAsync($"#{room}");
        await InRoomAsync();
    }

    /// <summary>The pill has its text even while it is hidden.</summary>
    public Task SeesPillAsync(string text) => Expect(Page.Locator("#pill:visible")).ToHaveTextAsync(text);

    public Task SeesPillAsync(Regex text) => Expect(Page.Locator("#pill:visible")).ToHaveTextAsync(text);

    /// <summary>Presses a key until a button of this name has the focus.</summary>
    public async Task TabToAsync(string button, string key)
    {
        const int farthest = 40;
        for (var i = 0; i < farthest; i++)
        {
            await Page.Keyboard.PressAsync(key);
            var name = await Page.EvaluateAsync<string>(
                "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()");
            if (name == button)
                return;
        }
        Assert.Fail($"{Name} does not come to {button} with {key}.");
    }

    /// <summary>Goes from the first button of a message to another one.</summary>
    public async Task ArrowToAsync(string button)
    {
        await TabToAsync(button, "ArrowRight");
        await Expect(Page.Locator("#messages .actions :focus")).ToHaveAttributeAsync("aria-label", button);
    }

    public Task OpenRoomAsync(string room) => Page.ClickAsync($"#my-rooms [data-room={room}]");

    public Task SeesPeopleAsync(params string[] names) =>
        Expect(Page.Locator("#people-list .entry-name")).ToHaveTextAsync(names);

    /// <summary>Waits until the room shows exactly these texts, from top to bottom.</summary>
    public async Task SeesAllAsync(params string[] texts)
    {
        IReadOnlyList<string> seen = [];
        await Eventually.HoldsAsync(
            async () => (seen = await TextsAsync()).SequenceEqual(texts),
            () => $"{Name} does not see [{string.Join(", ", texts)}] but [{string.Join(", ", seen)}].");
    }

    /// <summary>Returns the texts in the room now, from top to bottom.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync() =>
        await Page.Locator("#messages .message .text").EvaluateAllAsync<string[]>("texts => texts.map((text) => text.textContent)");

    public Task PictureAsync(string file) => Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screens, file) });

    private void Complain(string text)
    {
        if (ExpectsRefusal && _refusals.Any(refusal => text.Contains(refusal, StringComparison.Ordinal)))
            return;
        string[] ofOutages = ["net::ERR_", "WebSocket connection to"];
        if (ExpectsOutage && ofOutages.Any(part => text.Contains(part, StringComparison.Ordinal)))
            return;
        if (ExpectsWarning is { } warning && text.StartsWith(warning, StringComparison.Ordinal))
            return;
        lock (_complaints)
            _complaints.Add($"{Name}: {text}");
    }
}
