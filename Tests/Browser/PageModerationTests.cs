using SignalRChat.BrowserTests.JsClient;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

public sealed class PageModerationTests(BrowserFixture fixture) : ClientTabTest(fixture)
{
    [BrowserFact]
    public async Task A_user_that_another_client_removes_sees_it_on_the_page()
    {
        var owner = await SomebodyAsync("owner");
        var bob = await ArriveAsync("bob");
        var id = await owner.AskAsync<string>(
            "async () => (await app.client.members('lobby')).members.find(({ name }) => name === 'bob').userId");
        Assert.Equal("moderator", await owner.Page.EvaluateAsync<string>(
            """
            async (id) => {
              await app.client.setRole('lobby', id, 'moderator');
              return (await app.client.members('lobby')).members.find(({ userId }) => userId === id).role;
            }
            """,
            id));

        await owner.Page.EvaluateAsync("async (id) => { await app.client.kick('lobby', id); }", id);
        await SeesAsync(bob, "#lobby: you were removed from the room.");
        await ComesBackAsync(bob);

        await owner.Page.EvaluateAsync("async (id) => { await app.client.ban('lobby', id); }", id);
        await SeesAsync(bob, "#lobby: you were banned from the room.");
        await bob.Page.Locator("#other-rooms [data-room=lobby]").ClickAsync();
        await Expect(bob.Page.Locator("#join-error")).ToContainTextAsync("banned");

        await owner.Page.EvaluateAsync("async (id) => { await app.client.unban('lobby', id); }", id);
        await ComesBackAsync(bob);
        Assert.Equal("room-not-found", await owner.AskAsync<string>(
            "() => app.client.kick('attic', app.client.me.userId).catch((error) => error.code)"));
    }

    private static async Task SeesAsync(Person person, string sentence)
    {
        await Expect(person.Banner).ToContainTextAsync(sentence);
        await Expect(person.Page.Locator("#alarm")).ToHaveTextAsync(sentence);
        await Expect(person.Page.Locator("#room-title")).ToHaveTextAsync("No room");
    }

    private static async Task ComesBackAsync(Person person)
    {
        await person.Page.Locator("#other-rooms [data-room=lobby]").ClickAsync();
        await person.InRoomAsync();
    }
}
