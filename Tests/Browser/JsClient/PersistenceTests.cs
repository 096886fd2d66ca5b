using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

public sealed class PersistenceTests(BrowserFixture fixture) : ClientTabTest(fixture)
{
    public static TheoryData<bool> Locks => [true, false];

    [BrowserTheory]
    [MemberData(nameof(Locks))]
    public async Task What_waited_at_a_reload_is_sent_after_it_once_and_in_order(bool withLocks)
    {
        var bob = await SomebodyAsync("bob");
        var alice = await TabAsync(await BrowserAsync());
        await alice.RunAsync("alice", start: false, noLocks: !withLocks);
        await alice.WriteAsync("one", "two", "three");

        await alice.Page.ReloadAsync();
        await alice.RunAsync("alice", noLocks: !withLocks);

        await bob.SeesAsync("one", "two", "three");
        await alice.SeesAsync("one", "two", "three");
        Assert.Equal(0, await alice.AskAsync<int>("() => app.store.outbox.load().then((left) => left.length)"));
        Assert.Equal(["one", "two", "three"], await alice.AskAsync<string[]>("() => app.settled"));
    }

    [BrowserTheory]
    [MemberData(nameof(Locks))]
    public async Task A_tab_that_is_closed_hands_what_it_did_not_send_to_one_that_is_open(bool withLocks)
    {
        var bob = await SomebodyAsync("bob");
        var browser = await BrowserAsync();
        var open = await TabAsync(browser);
        await open.RunAsync("alice", noLocks: !withLocks);
        await open.SendAsync("zero");
        var closed = await TabAsync(browser);
        await closed.RunAsync("alice", start: false, noLocks: !withLocks);
        await closed.WriteAsync("one", "two");

        await closed.Page.CloseAsync(new() { RunBeforeUnload = false });

        await bob.SeesAsync("zero", "one", "two");
        Assert.Equal(0, await open.AskAsync<int>("() => app.store.outbox.load().then((left) => left.length)"));
    }

    [BrowserTheory]
    [MemberData(nameof(Locks))]
    public async Task A_tab_that_is_closed_last_hands_what_it_did_not_send_to_the_next_one(bool withLocks)
    {
        var bob = await SomebodyAsync("bob");
        var browser = await BrowserAsync();
        var closed = await TabAsync(browser);
        await closed.RunAsync("alice", start: false, noLocks: !withLocks);
        await closed.WriteAsync("one", "two");
        await closed.Page.CloseAsync();

        var next = await TabAsync(browser);
        await next.RunAsync("alice", noLocks: !withLocks);

        await bob.SeesAsync("one", "two");
        await next.SeesAsync("one", "two");
    }

    [BrowserTheory]
    [MemberData(nameof(Locks))]
    public async Task Two_tabs_of_one_user_send_what_each_wrote_and_nothing_twice(bool withLocks)
    {
        var bob = await SomebodyAsync("bob");
        var browser = await BrowserAsync();
        var (left, right) = (await TabAsync(browser), await TabAsync(browser));
        foreach (var tab in new[] { left, right })
            await tab.RunAsync("alice", noLocks: !withLocks);

        await Task.WhenAll(Enumerable.Range(1, 5).SelectMany(i => new[] { left.SendAsync($"left {i}"), right.SendAsync($"right {i}") }));

        await left.Page.WaitForFunctionAsync("() => app.list.length === 10");
        var texts = await left.TextsAsync();
        foreach (var side in (string[])["left", "right"])
        {
            var ofSide = texts.Where(text => text.StartsWith(side, StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(1, 5).Select(i => $"{side} {i}"), ofSide);
        }
        await bob.SeesAsync([.. texts]);
        foreach (var tab in new[] { left, right })
            Assert.Equal(5, await tab.AskAsync<int>("() => app.settled.length"));
    }

    [BrowserFact]
    public async Task A_kept_cursor_and_inbox_go_on_after_a_reload()
    {
        var bob = await SomebodyAsync("bob");
        var alice = await TabAsync(await BrowserAsync());
        await alice.RunAsync("alice", keepCursors: true);
        await bob.SendAsync("one");
        await alice.SeesAsync("one");
        await alice.Page.ReloadAsync();
        await bob.SendAsync("two");
        await bob.SendAsync("three");

        await alice.RunAsync("alice", keepCursors: true);

        await alice.SeesAsync("one", "two", "three");
        Assert.Equal(0, await alice.AskAsync<int>("() => app.resets"));
        Assert.Equal(["two", "three"], await alice.AskAsync<string[]>("() => app.raw.map((message) => message.text)"));

        await alice.Page.EvaluateAsync("async () => { await app.client.followInbox(); await app.client.stop(); }");
        await alice.Page.ReloadAsync();
        await alice.RunAsync("alice", start: false, keepCursors: true);
        var kept = await alice.AskAsync<string[]>(
            """
            async () => {
              const shown = new Promise((resolve) => app.client.on('inbox', resolve));
              app.client.followInbox().catch(() => {});
              return (await shown).added.map(({ room, lastMessage }) => `${room}: ${lastMessage.text}`);
            }
            """);
        Assert.Equal(["lobby: three"], kept);
    }

    [BrowserFact]
    public async Task What_another_user_left_unsent_is_kept_for_thirty_days()
    {
        var alice = await TabAsync(await BrowserAsync());
        var left = await alice.AskAsync<string[]>(
            """
            async () => {
              const { openChatStore } = await import('/js/chat-client.js');
              const day = 24 * 60 * 60_000;
              const item = (scope, days) => ({
                id: `${scope} ${days}`, number: days, kind: 'send', room: 'lobby', messageId: `m-${scope}-${days}`,
                text: 'never sent', replyTo: null, at: Date.now() - days * day,
                state: 'waiting', error: null, triedAs: [],
              });
              for (const scope of ['guest', 'alice']) {
                const store = await openChatStore({ scope });
                for (const days of [29, 31]) await store.outbox.put(item(scope, days));
                await store.close();
              }
              const store = await openChatStore({ scope: 'alice' });
              const own = await store.outbox.load();
              // Waits for the sweep, whose transaction began first.
              await store.outbox.put(item('alice', 0));
              await store.close();
              const guest = await openChatStore({ scope: 'guest' });
              return [...own, ...await guest.outbox.load()].map(({ id }) => id);
            }
            """);
        Assert.Equal(["alice 29", "alice 31", "guest 29"], left.Order());
    }

    [BrowserFact]
    public async Task A_cursor_that_another_user_did_not_move_is_kept_for_thirty_days()
    {
        var alice = await TabAsync(await BrowserAsync());
        var kept = await alice.AskAsync<string[]>(
            """
            async () => {
              const { openChatStore } = await import('/js/chat-client.js');
              const { systemClock } = await import('/js/client/clock.js');
              const day = 24 * 60 * 60_000;
              const store = (scope, days = 0) => openChatStore({ scope, clock: { ...systemClock, now: () => Date.now() - days * day } });
              for (const scope of ['guest', 'alice']) for (const days of [31, 29]) {
                const then = await store(scope, days);
                await then.cursors.save(`${days} days`, { epoch: 'e', revision: days });
                await then.close();
              }
              const kept = [];
              for (const scope of ['alice', 'guest']) {
                const now = await store(scope);
                // Waits for the sweep, whose transaction began first.
                for (const room of ['31 days', '29 days']) if ((await now.cursors.load(room)) !== null) kept.push(`${scope} ${room}`);
                await now.close();
              }
              return kept;
            }
            """);
        Assert.Equal(["alice 29 days", "alice 31 days", "guest 29 days"], kept.Order());
    }

    [BrowserFact]
    public async Task Where_the_browser_keeps_nothing_messages_are_sent_all_the_same()
    {
        var bob = await SomebodyAsync("bob");
        var browser = await BrowserAsync();
        await browser.AddInitScriptAsync("IDBFactory.prototype.open = () => { throw new DOMException('Refused.', 'SecurityError'); };");
        var alice = await TabAsync(browser);
        await alice.RunAsync("alice");

        await alice.SendAsync("one");

        await bob.SeesAsync("one");
        Assert.False(await alice.AskAsync<bool>("() => app.store.isDurable"));
        Assert.Equal("Refused.", await alice.AskAsync<string>("() => app.store.reason.message"));
    }
}
