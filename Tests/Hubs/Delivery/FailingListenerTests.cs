using System.Diagnostics;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Delivery;

/// <summary>A listener for traces is code of the app that hosts the chat. It hears of all servers of a process.</summary>
[Collection(Alone.Name)]
public sealed class FailingListenerTests
{
    /// <summary>Regression: the exception left the thread that answers, which ended the process.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_listener_that_throws_harms_no_message(bool atStart)
    {
        using var server = new ChatServer();
        await using var alice = await server.ConnectAsync("alice");
        await using var bob = await server.ConnectAsync("bob");
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        var calls = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ChatTrace.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Fail(atStart),
            ActivityStopped = _ => Fail(!atStart),
        };
        ActivitySource.AddActivityListener(listener);

        await alice.SendAsync("lobby", "hello");

        Assert.Equal("hello", (await bob.NextUpdateAsync()).Messages[0].Text);
        Assert.True(Volatile.Read(ref calls) > 0);

        void Fail(bool now)
        {
            if (!now)
                return;
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("The app's listener fails.");
        }
    }
}
