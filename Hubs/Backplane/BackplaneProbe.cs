using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// A message from the node to itself through the backplane. Only its return shows that both directions work. All nodes receive
/// it, so it is a heartbeat as well.
/// </summary>
internal sealed class BackplaneProbe(NodeName node, PeerHeartbeats peers, TimeProvider time)
{
    /// <summary>
    /// How often the node sends a probe, which the other nodes receive too. The reconciler switches to its degraded interval if a
    /// probe has not returned by the time of the next, or if two in a row of another node are missing.
    /// </summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>When a probe takes longer, the node drops the connection. It also limits each step of a rebuild.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>The number of the last probe, which means that no other follows.</summary>
    private const long Farewell = -1;

    private TaskCompletionSource<TimeSpan> _back = new();
    private long _sentAt;
    private long _number;

    /// <summary>Ends when it is back, with the time it took. One at a time.</summary>
    public Task<TimeSpan> RoundTripAsync(HubLifetimeManager<ChatHub> inner)
    {
        var back = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _sentAt, time.GetTimestamp());
        Volatile.Write(ref _back, back);
        _ = StartAsync(inner, back);
        return back.Task;
    }

    /// <summary>Ends when Redis has it.</summary>
    public Task SayFarewellAsync(HubLifetimeManager<ChatHub> inner) => SendAsync(inner, Farewell);

    public void Received(string name, long number)
    {
        if (name == node.Value)
        {
            if (number == Interlocked.Read(ref _number))
                Volatile.Read(ref _back).TrySetResult(time.GetElapsedTime(Interlocked.Read(ref _sentAt)));
        }
        else if (number == Farewell)
        {
            peers.Left(name);
        }
        else
        {
            peers.Received(name);
        }
    }

    private Task SendAsync(HubLifetimeManager<ChatHub> inner, long number) =>
        inner.SendGroupAsync(GroupNames.AllNodes, NodeCalls.BackplaneProbe, [node.Value, number]);

    private async Task StartAsync(HubLifetimeManager<ChatHub> inner, TaskCompletionSource<TimeSpan> back)
    {
        try
        {
            await SendAsync(inner, Interlocked.Increment(ref _number));
        }
        catch (Exception failure)
        {
            back.TrySetException(failure);
        }
    }
}
