using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

/// <summary>
/// Regression: the page saved its session again while it was hidden. So a sign-out signed in again, and a rejected token
/// returned without end.
/// </summary>
public sealed class SignOutTests(BrowserFixture fixture) : PageTest(fixture)
{
    // Everything that a page of this origin can store. Only the theme belongs to the browser and not to the user.
    private const string Kept =
        """
        async () => {
          const kept = Object.keys(sessionStorage).map((key) => `session ${key}`);
          kept.push(...Object.keys(localStorage).filter((key) => key !== 'chat.theme').map((key) => `local ${key}`));
          const answer = (request) => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          for (const { name } of await indexedDB.databases()) {
            const db = await answer(indexedDB.open(name));
            for (const store of db.objectStoreNames) {
              const items = await answer(db.transaction(store).objectStore(store).getAll());
              kept.push(...items.map((item) => `${store} ${JSON.stringify(item)}`));
            }
            db.close();
          }
          kept.push(...(await caches.keys()).map((key) => `cache ${key}`));
          kept.push(...(document.cookie ? [document.cookie] : []), ...(history.state ? ['history'] : []));
          return kept;
        }
        """;

    [BrowserTheory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Signing_out_leaves_nothing_of_the_session_in_the_browser(bool isPhone, bool hasLocks)
    {
        var alice = await OpenAsync("alice", isPhone ? PhoneTests.Phone : null);
        // Plain HTTP has no Web Locks.
        if (!hasLocks)
            await alice.Page.AddInitScriptAsync("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });");
        var wire = await Wire.OfAsync(alice);
        await alice.SignInAsync();
        await alice.SayAsync("said");
        await alice.WriteAsync("/join kitchen");
        await Expect(alice.Page.Locator("#room-title")).ToHaveTextAsync("#kitchen");
        await alice.InRoomAsync();
        await wire.CutAsync();
        await Expect(alice.Banner).ToContainTextAsync("Reconnecting");
        await alice.WriteAsync("never sent");
        await Expect(alice.Page.Locator(".message.waiting")).ToHaveCountAsync(1);
        await alice.Field.FillAsync("half a sentence");

        if (isPhone)
            await alice.Page.ClickAsync("#open-rooms");
        await alice.Page.ClickAsync("#sign-out");
        await alice.Page.ClickAsync("#confirm-yes");
        await SeesFormAsync(alice);
        Assert.Empty(await alice.Page.EvaluateAsync<string[]>(Kept));
        Assert.Equal(Server.Url.ToString(), alice.Page.Url);
        await wire.MendAsync();
        await alice.Page.ReloadAsync();
        await SeesFormAsync(alice);
        await Expect(alice.Page.Locator("#name")).ToHaveValueAsync("");

        await alice.SignInAsync("kitchen");
        await Expect(alice.Field).ToHaveValueAsync("");
        await Expect(alice.Rows).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_refused_token_leads_back_to_the_form_and_is_not_kept()
    {
        var alice = await OpenAsync("alice");
        alice.ExpectsRefusal = alice.ExpectsOutage = true;
        await alice.Page.ClickAsync("summary");
        await alice.Page.FillAsync("#token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYWxsb3J5IiwibmFtZSI6Ik1hbGxvcnkifQ.c2lnbmF0dXJl");
        await alice.Page.ClickAsync("text=Join the room");
        var again = alice.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in again" });
        await again.ClickAsync();
        await SeesFormAsync(alice);
        var items = await alice.Page.EvaluateAsync<string[]>(Kept);
        Assert.DoesNotContain(items, kept => kept.StartsWith("session chat.session", StringComparison.Ordinal));
        await alice.Page.ReloadAsync();
        await SeesFormAsync(alice);
        await Expect(again).ToBeHiddenAsync();
        await alice.SignInAsync();
    }

    /// <summary>
    /// The form is in the document before the script decides. After the script has run, the test sees that the form stays.
    /// </summary>
    private static async Task SeesFormAsync(Person person)
    {
        await Expect(person.Page.Locator("#sign-in-form[data-ready]")).ToBeVisibleAsync();
        await Expect(person.Page.Locator("#chat")).ToBeHiddenAsync();
    }
}
