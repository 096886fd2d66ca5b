using SignalRChat.BrowserTests.Support;
using Xunit.Abstractions;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// Sleep, as far as a test can put a browser to sleep. <c>Tests/Browser/js/sleep.test.mjs</c> plays the rest, to the
/// millisecond.
/// </summary>
[Collection(BrowserFixture.AloneCollection)]
public sealed class SleepTests(WholeBrowserFixture fixture, ITestOutputHelper output) : ClientTabTest(fixture)
{
    private const int Second = 1_000;

    /// <summary>
    /// The lid is closed and opened again. The clock jumps, each due timer runs once, and nothing reports that the connection
    /// is dead.
    /// </summary>
    [BrowserTheory]
    [InlineData(3_600)]
    [InlineData(5)]
    public async Task After_a_sleep_a_connection_that_died_meanwhile_is_back_within_a_second(int seconds)
    {
        var bob = await SomebodyAsync("bob");
        var alice = await SleepyTab.OfAsync(await TabAsync(await BrowserAsync()), withClock: true);
        await alice.DieAsync();
        await bob.SendAsync("missed");

        await alice.AboutToWakeAsync();
        await alice.Page.Clock.FastForwardAsync(seconds * Second);

        await IsBackAsync(alice);
    }

    /// <summary>
    /// As on another network: no data arrives any more, and the browser reports only that there is a network.
    /// </summary>
    [BrowserFact]
    public async Task A_connection_that_died_is_back_within_a_second_of_the_network()
    {
        var bob = await SomebodyAsync("bob");
        var alice = await SleepyTab.OfAsync(await TabAsync(await BrowserAsync()));
        await alice.DieAsync();
        await bob.SendAsync("missed");

        await alice.AboutToWakeAsync();
        await alice.Page.EvaluateAsync("() => { globalThis.dispatchEvent(new Event('online')); }");

        await IsBackAsync(alice);
    }

    private async Task IsBackAsync(SleepyTab alice)
    {
        var took = await alice.BackAfterAsync();
        output.WriteLine($"{took:0} ms");
        Assert.InRange(took, 0, Second);
        await alice.Tab.SeesAsync("missed");
    }
}
