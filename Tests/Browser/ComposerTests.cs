using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.ThirdCollection)]
public sealed class ComposerTests(BrowserFixture fixture) : PageTest(fixture)
{
    // Longer than the default limit of a page that does not know the server's.
    private protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Chat__Limits__TextLength"] = "5000" };

    [BrowserFact]
    public async Task Shift_and_Enter_break_the_line_and_the_field_grows()
    {
        var alice = await ArriveAsync("alice");
        var before = await HeightAsync(alice);
        await alice.Field.PressSequentiallyAsync("one");
        await alice.Field.PressAsync("Shift+Enter");
        await alice.Field.PressSequentiallyAsync("two");
        Assert.True(await HeightAsync(alice) > before);
        await alice.Field.PressAsync("Enter");

        await Expect(alice.Rows).ToHaveCountAsync(1);
        Assert.Equal(["one\ntwo"], await alice.TextsAsync());
        await Expect(alice.Field).ToHaveValueAsync("");
        await Expect(alice.Field).ToBeFocusedAsync();
        Assert.Equal(before, await HeightAsync(alice));
    }

    [BrowserFact]
    public async Task Each_room_keeps_its_draft_and_earlier_lines_come_back_with_Up()
    {
        var alice = await ArriveAsync("alice");
        await alice.SayAsync("said before");
        await alice.Field.PressAsync("ArrowUp");
        await Expect(alice.Field).ToHaveValueAsync("said before");
        await alice.Field.PressAsync("ArrowDown");
        await Expect(alice.Field).ToHaveValueAsync("");

        await alice.Field.FillAsync("half a thought");
        await alice.JoinAsync("kitchen");
        await Expect(alice.Field).ToHaveValueAsync("");
        await alice.Field.FillAsync("another");
        await alice.OpenRoomAsync("lobby");
        await Expect(alice.Field).ToHaveValueAsync("half a thought");
        await alice.OpenRoomAsync("kitchen");
        await Expect(alice.Field).ToHaveValueAsync("another");
    }

    [BrowserFact]
    public async Task Tab_completes_names_and_commands_and_else_goes_on()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("Bob Marsh");
        await alice.SeesPeopleAsync("alice", "Bob Marsh");
        await alice.Field.PressSequentiallyAsync("hi @bo");
        await alice.Field.PressAsync("Tab");
        await Expect(alice.Field).ToHaveValueAsync("hi @Bob Marsh ");

        await alice.Field.FillAsync("/jo");
        await alice.Field.PressAsync("Tab");
        await Expect(alice.Field).ToHaveValueAsync("/join ");
        await Expect(bob.Page.Locator("#typing")).ToHaveTextAsync("");
        await alice.Field.PressAsync("Tab");
        await Expect(alice.Page.Locator("#send")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Commands_are_run_and_never_said()
    {
        var alice = await ArriveAsync("alice");
        await alice.WriteAsync("/jion kitchen");
        await Expect(alice.Page.Locator("#composer-problem")).ToContainTextAsync("There is no /jion; /join is near it.");
        await Expect(alice.Field).ToHaveValueAsync("/jion kitchen");
        await alice.WriteAsync("//not a command");
        await alice.SeesAsync("/not a command");
        await alice.WriteAsync("/me waves");
        await alice.SeesAsync("* waves");
        await alice.WriteAsync("/join kitchen");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#kitchen");
        await alice.InRoomAsync();
        await alice.WriteAsync("/leave");
        await alice.Page.ClickAsync("#confirm-yes");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#lobby");
        await alice.SeesAllAsync("/not a command", "* waves");
        await alice.WriteAsync("/help");
        await Expect(alice.Page.Locator("#help")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Near_the_limit_the_rest_is_counted_and_beyond_it_nothing_is_sent_or_lost()
    {
        var alice = await ArriveAsync("alice");
        var counter = alice.Page.Locator("#counter");
        await alice.Field.FillAsync(new string('x', 4_374));
        await Expect(counter).ToBeHiddenAsync();
        await alice.Field.FillAsync(new string('x', 4_990));
        await Expect(counter).ToHaveTextAsync("10 left");
        await alice.Field.FillAsync(new string('x', 5_003));
        await Expect(counter).ToHaveTextAsync("3 too many");
        await Expect(alice.Page.Locator("#send")).ToBeDisabledAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "it cannot be sent" })).ToHaveCountAsync(1);
        await alice.Field.PressAsync("Enter");
        await Expect(alice.Field).ToHaveValueAsync(new string('x', 5_003));
        await alice.WriteAsync(new string('x', 5_000));
        await Expect(alice.Page.Locator(".message.stored")).ToHaveCountAsync(1);
    }

    /// <summary>Regression: the limit was 4,000 characters until the server had sent its own.</summary>
    [BrowserFact]
    public async Task A_text_of_any_length_is_accepted_and_sent_later_until_the_limit_is_known()
    {
        var alice = await ArriveAsync("alice");
        alice.ExpectsOutage = true;
        await alice.Page.RouteAsync("**/hubs/chat/negotiate*", route => route.AbortAsync());
        await alice.Page.ReloadAsync();

        await alice.Field.FillAsync(new string('x', 4_900));
        await Expect(alice.Page.Locator("#counter")).ToBeHiddenAsync();
        await alice.Field.PressAsync("Enter");
        await Expect(alice.Field).ToHaveValueAsync("");
        await alice.Page.UnrouteAsync("**/hubs/chat/negotiate*");

        await Expect(alice.Page.Locator(".message.stored")).ToHaveCountAsync(1);
    }

    private static async Task<double> HeightAsync(Person person) => await person.Field.EvaluateAsync<double>("field => field.offsetHeight");
}
