using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>A tab whose connection can die as in a sleep, and that tells how long after the waking there was another.</summary>
internal sealed class SleepyTab
{
    // Real time, whatever is done to the clock of the page, and what the machine did not let it have of it.
    private const string WatchTime = """
        () => {
          const now = performance.now.bind(performance);
          const watch = globalThis.watch = { now, paused: 0, ups: [] };
          let last = now();
          setInterval(() => { if (now() - last > 100) watch.paused += now() - last; last = now(); }, 20);
        }
        """;

    private readonly ClientTab _tab;

    private SleepyTab(ClientTab tab) => _tab = tab;

    public IPage Page => _tab.Page;

    public ClientTab Tab => _tab;

    public static async Task<SleepyTab> OfAsync(ClientTab tab, bool withClock = false)
    {
        var sleepy = new SleepyTab(tab);
        await tab.Page.EvaluateAsync(MortalSocket.Script);
        await tab.Page.EvaluateAsync(WatchTime);
        if (withClock)
            await tab.Page.Clock.InstallAsync();
        await tab.RunAsync("alice");
        await tab.InRoomAsync();
        await tab.Page.EvaluateAsync("() => { app.client.on('status', ({ state }) => { if (state === 'connected') watch.ups.push(watch.now()); }); }");
        return sleepy;
    }

    /// <summary>What is connected is dead from now on.</summary>
    public Task DieAsync() => Page.EvaluateAsync(MortalSocket.Die);

    /// <summary>The moment of waking, from which <see cref="BackAfterAsync"/> counts.</summary>
    public Task AboutToWakeAsync() => Page.EvaluateAsync("() => { watch.wokeAt = watch.now(); watch.paused = 0; }");

    /// <summary>
    /// How many milliseconds after the waking there was a connection again, without those in which the machine let nobody work.
    /// </summary>
    public async Task<double> BackAfterAsync()
    {
        await Page.WaitForFunctionAsync("() => watch.ups.some((at) => at > watch.wokeAt)", null, new() { Timeout = BrowserFixture.Patience });
        return await Page.EvaluateAsync<double>("() => watch.ups.find((at) => at > watch.wokeAt) - watch.wokeAt - watch.paused");
    }
}
