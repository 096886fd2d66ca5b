using System.Globalization;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.SecondCollection)]
public sealed class ConversationTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task Two_people_talk_both_ways()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");

        await alice.SayAsync("Hello, is anybody there?");
        await bob.SeesAsync("Hello, is anybody there?");
        await bob.SayAsync("I am.");
        await alice.SeesAsync("I am.");

        await Expect(bob.Rows.First.Locator(".author")).ToHaveTextAsync("alice");
        Assert.Equal(["Hello, is anybody there?", "I am."], await alice.TextsAsync());
        Assert.Equal(await alice.TextsAsync(), await bob.TextsAsync());
    }

    [BrowserFact]
    public async Task Typing_is_shown_until_the_message_comes()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        var line = alice.Page.Locator("#typing");

        await bob.Field.PressSequentiallyAsync("Wait");
        await Expect(line).ToHaveTextAsync("bob is typing…");
        await Expect(bob.Page.Locator("#typing")).ToHaveTextAsync("");
        await bob.Field.PressAsync("Enter");
        await Expect(line).ToHaveTextAsync("");
        await alice.SeesAsync("Wait");
    }

    [BrowserFact]
    public async Task People_who_come_and_go_are_shown()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        await alice.SeesPeopleAsync("alice", "bob");
        await bob.SeesPeopleAsync("bob", "alice");
        await Expect(alice.Page.Locator("#room-subtitle")).ToHaveTextAsync("2 people here");

        await bob.Page.CloseAsync();
        await alice.SeesPeopleAsync("alice");
        await Expect(alice.Page.Locator("#people-count")).ToHaveTextAsync("1");
    }

    [BrowserFact]
    public async Task Ones_own_message_can_be_edited_and_deleted_and_others_cannot()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        await alice.SayAsync("Let us meet at tne");
        await bob.SeesAsync("Let us meet at tne");
        await Expect(bob.Page.Locator("button[aria-label=Edit], button[aria-label=Delete]")).ToHaveCountAsync(0);

        await alice.Row("Let us meet at tne").HoverAsync();
        await alice.Page.ClickAsync("button[aria-label=Edit]");
        await alice.Page.FillAsync(".editor textarea", "Let us meet at ten");
        await alice.Page.PressAsync(".editor textarea", "Enter");
        await bob.SeesAsync("Let us meet at ten");
        await Expect(bob.Page.Locator(".edited")).ToHaveTextAsync("edited");

        await alice.Row("Let us meet at ten").HoverAsync();
        await alice.Page.ClickAsync("button[aria-label=Delete]");
        await alice.Page.ClickAsync("#confirm-yes");
        await bob.SeesAsync("This message was deleted.");
        await alice.SeesAllAsync("This message was deleted.");
    }

    [BrowserFact]
    public async Task Another_room_is_joined_and_its_unread_messages_are_counted()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        await alice.Page.FillAsync("#join-room", "kitchen");
        await alice.Page.PressAsync("#join-room", "Enter");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#kitchen");
        await alice.InRoomAsync();

        await bob.SayAsync("Where are you?");
        var lobby = alice.Page.Locator("#my-rooms [data-room=lobby]");
        await Expect(lobby).ToHaveAccessibleNameAsync("lobby 1 unread message");
        await Expect(alice.Page).ToHaveTitleAsync("(1) #kitchen");

        await lobby.ClickAsync();
        await alice.SeesAsync("Where are you?");
        await Expect(alice.Page.Locator(".separator.unread")).ToHaveTextAsync("New messages");
        await Expect(alice.Page).ToHaveTitleAsync("#lobby");
    }

    [BrowserFact]
    public async Task Lines_of_one_author_are_grouped_below_one_head_and_each_has_its_exact_time()
    {
        var alice = await ArriveAsync("alice");
        await alice.SayAsync("one");
        await alice.SayAsync("two");
        await (await WriterAsync("bob")).SayAsync("three");
        await Expect(alice.Page.Locator(".message")).ToHaveCountAsync(3);

        await Expect(alice.Page.Locator(".message.grouped")).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator(".message .author:not(.visually-hidden)")).ToHaveTextAsync(["alice", "bob"]);
        await Expect(alice.Page.Locator("#people .you")).ToHaveTextAsync("you");
        foreach (var time in await alice.Page.Locator(".message time").AllAsync())
        {
            var exact = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture);
            Assert.InRange(exact, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(1));
            Assert.Contains($"{exact.Year}", await time.GetAttributeAsync("title"), StringComparison.Ordinal);
        }
    }
}
