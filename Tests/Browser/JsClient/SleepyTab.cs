using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>A tab whose connection can die as during sleep. It reports the time from waking to the next connection.</summary>
internal sealed class SleepyTab
{
    // Real time, whatever the clock of the page shows, without the time in which the machine stood still.
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
        await tab.Page.EvaluateAsync(
            "() => { app.client.on('status', ({ state }) => { if (state === 'connected') watch.ups.push(watch.now()); }); }");
        return sleepy;
    }

    /// <summary>Kills the open connections.</summary>
    public Task DieAsync() => Page.EvaluateAsync(MortalSocket.Die);

    /// <summary>The moment of waking, from which <see cref="BackAfterAsync"/> counts.</summary>
    public Task AboutToWakeAsync() => Page.EvaluateAsync("() => { watch.wokeAt = watch.now(); watch.paused = 0; }");

    /// <summary>
    /// The milliseconds from waking to the next connection, without the time in which the machine stood still.
    /// </summary>
    public async Task<double> BackAfterAsync()
    {
        await Page.WaitForFunctionAsync(
            "() => watch.ups.some((at) => at > watch.wokeAt)", null, new() { Timeout = BrowserFixture.Patience });
        return await Page.EvaluateAsync<double>("() => watch.ups.find((at) => at > watch.wokeAt) - watch.wokeAt - watch.paused");
    }
}
