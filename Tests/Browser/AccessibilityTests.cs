using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.ThirdCollection)]
public sealed class AccessibilityTests(BrowserFixture fixture) : PageTest(fixture)
{
    // The server rejects a longer text, because one of the views shows a failed message.
    private const int TextLength = 300;

    private protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>
        {
            ["Chat__Limits__TextLength"] = TextLength.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Authentication__Guests__Tokens__Burst"] = "1000",
        };

    [BrowserFact]
    public async Task Axe_finds_nothing_on_any_view_in_light_or_dark()
    {
        var alice = await OpenAsync("alice");
        await Axe.FindsNothingAsync(alice, "sign in");
        // A page that knows the limit does not send a text that the server rejects.
        await Wire.WithoutLimitsAsync(alice);
        await alice.SignInAsync();
        await Axe.FindsNothingAsync(alice, "empty room");
        await FillAsync(alice);
        await Axe.FindsNothingAsync(alice, "conversation");

        await alice.Page.Keyboard.PressAsync("Control+k");
        await Axe.FindsNothingAsync(alice, "switcher");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Page.ClickAsync("#help-button");
        await Expect(alice.Page.Locator("#help")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice, "help");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Page.ClickAsync("#room-menu-button");
        await Axe.FindsNothingAsync(alice, "room menu");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Row("see https://example.org/ for more").HoverAsync();
        await alice.Page.ClickAsync("button[aria-label=Edit] >> nth=0");
        await Axe.FindsNothingAsync(alice, "editor");
        await alice.Page.Keyboard.PressAsync("Escape");

        foreach (var person in People)
            person.ExpectsOutage = true;
        await Server.KillAsync();
        await Expect(alice.Banner).ToContainTextAsync("Reconnecting");
        await Axe.FindsNothingAsync(alice, "reconnecting");
    }

    [BrowserFact]
    public async Task Axe_finds_nothing_on_a_phone_with_its_drawers()
    {
        var alice = await ArriveAsync("alice", options: PhoneTests.Phone);
        await alice.SayAsync("hello");
        await Axe.FindsNothingAsync(alice, "phone");
        foreach (var panel in new[] { "rooms", "people" })
        {
            await alice.Page.ClickAsync($"#open-{panel}");
            await Expect(alice.Page.Locator($"#{panel}")).ToBeInViewportAsync(new() { Ratio = 1 });
            await Axe.FindsNothingAsync(alice, panel);
            await alice.Page.Keyboard.PressAsync("Escape");
        }
    }

    [BrowserFact]
    public async Task Axe_finds_nothing_among_200_people_and_rooms_with_unread_messages()
    {
        var alice = await ArriveAsync("alice");
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForAsync(0, 198, atOnce, async (i, _) => await WriterAsync($"person {i}"));
        await alice.SeesSubtitleAsync("199 people here");
        await alice.JoinAsync("kitchen");
        await (await WriterAsync("bob")).SayAllAsync(Enumerable.Range(1, 100).Select(i => $"line {i}"));
        var lobby = alice.Page.Locator("#my-rooms [data-room=lobby]");
        await Expect(lobby.Locator(".badge")).ToHaveTextAsync("99+");
        await Expect(lobby).ToHaveAccessibleNameAsync("lobby 99+ unread messages");
        await Expect(alice.Page.Locator("#my-rooms [data-room=kitchen]")).ToHaveAccessibleNameAsync("kitchen");
        await WriterAsync("cleo", "cellar");
        await alice.Page.Keyboard.PressAsync("Control+k");
        await Expect(alice.Page.Locator("#switcher-list [data-room=cellar]")).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.Page.Locator("#other-rooms [data-room=cellar]")).ToHaveAccessibleNameAsync("Join cellar 1 person there");
        await Axe.FindsNothingAsync(alice, "many rooms");

        await alice.OpenRoomAsync("lobby");
        await Expect(alice.Page.Locator("#people-list > li")).ToHaveCountAsync(200);
        await Axe.FindsNothingAsync(alice, "200 people");
        var people = alice.Page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("^People") });
        await people.FocusAsync();
        await alice.Page.Keyboard.PressAsync("End");
        await Expect(alice.Page.Locator("#people-list > li").Last).ToBeInViewportAsync();
    }

    [BrowserFact]
    public async Task A_screen_reader_finds_landmarks_names_and_roles()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        await bob.SayAsync("hello there");
        await alice.SeesAsync("hello there");
        await Expect(alice.Page.Locator("#chat")).ToMatchAriaSnapshotAsync(
            """
            - link "Skip to the message field"
            - navigation "Rooms":
              - textbox "Find, join or make a room"
              - button "Join"
              - button "New private room…"
              - heading "Your rooms" [level=2]
              - list "Your rooms":
                - listitem:
                  - button "lobby"
              - button "Sign out"
            - main:
              - heading "#lobby" [level=1]
              - paragraph: 2 people here
              - button "Notify me of mentions and direct messages"
              - 'button "Theme: auto"'
              - button "Keys and commands"
              - button "Room menu"
              - region "Messages in lobby":
                - list:
                  - listitem: bob joined
                  - listitem: Today
                  - listitem:
                    - text: bob
                    - time: just now
                    - text: hello there
                    - toolbar "Message":
                      - button "React"
                      - button "Reply"
                      - button "About bob"
                      - button "Report"
              - textbox "Message to lobby"
              - button "Send"
            - complementary /People/:
              - heading "People 2" [level=2]
              - group /People/:
                - list /People/:
                  - listitem: /alice/
                  - listitem:
                    - button "bob"
            """);
        await Expect(alice.Page.Locator("#banner-text")).ToHaveAttributeAsync("role", "status");
        await Expect(alice.Page.Locator("#my-rooms [data-room=lobby]")).ToHaveAttributeAsync("aria-current", "page");
    }

    [BrowserFact]
    public async Task New_messages_are_spoken_together_and_history_never()
    {
        var bob = await WriterAsync("bob");
        await bob.SayAllAsync(Enumerable.Range(1, 120).Select(i => $"old {i}"));
        var alice = await OpenAsync("alice");
        await alice.Page.EvaluateAsync(
            """
            () => {
              Object.assign(document.body.dataset, { spoken: '', announced: '0' });
              const region = document.getElementById('announcer');
              const speak = () => {
                const text = region.textContent;
                if (!text) return;
                document.body.dataset.spoken += `[${text}]`;
                const messages = Number.parseInt(text) || text.split('bob: ').length - 1;
                document.body.dataset.announced = Number(document.body.dataset.announced) + messages;
              };
              new MutationObserver(speak).observe(region, { childList: true });
            }
            """);
        await alice.SignInAsync();
        await alice.SeesAsync("old 120");
        await alice.ScrollUpAsync();
        await alice.SeesAsync("old 21");

        await bob.SayAllAsync(["one", "two", "three", "four", "five"]);
        await alice.SeesPillAsync("5 new messages ↓");
        var body = alice.Page.Locator("body");
        // Waits for all of them, because the announcer would speak earlier ones together with the last.
        await Expect(body).ToHaveAttributeAsync("data-announced", "5");
        await Expect(body).ToHaveAttributeAsync("data-spoken", new Regex(@"^\[5 new messages\]$|^\[.*\]\[.*\]$"));
        await bob.SayAsync("and one more");
        await Expect(body).ToHaveAttributeAsync("data-spoken", new Regex(@"\[bob: and one more\]$"));
        Assert.DoesNotContain("old", await body.GetAttributeAsync("data-spoken"), StringComparison.Ordinal);
        await Expect(alice.Page.Locator("#messages[aria-live], #scroller[aria-live], #messages[role=log]")).ToHaveCountAsync(0);
    }

    /// <summary>Fills a room with everything that it can show.</summary>
    private async Task FillAsync(Person alice)
    {
        var bob = await ArriveAsync("bob");
        await bob.SayAsync("hello");
        await bob.SayAsync("a second one");
        await alice.SayAsync("see https://example.org/ for more");
        await alice.JoinAsync("kitchen");
        await bob.SayAsync("unread");
        await Expect(alice.Page.Locator(".badge")).ToHaveTextAsync("1");
        await alice.OpenRoomAsync("lobby");
        await Expect(alice.Page.Locator(".separator.unread")).ToBeVisibleAsync();
        await alice.WriteAsync(new string('x', TextLength + 1));
        await alice.WriteAsync("behind it");
        await Expect(alice.Page.Locator(".failed-note")).ToBeVisibleAsync();
        await alice.Field.FillAsync("/nothing");
        await alice.Field.PressAsync("Enter");
        await Expect(alice.Page.Locator("#composer-problem")).ToBeVisibleAsync();
        await bob.Field.PressSequentiallyAsync("w");
        await Expect(alice.Page.Locator("#typing")).ToHaveTextAsync("bob is typing…");
    }
}
