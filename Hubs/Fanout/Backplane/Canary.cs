using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// A message from the node to itself through the backplane: only when it comes back, the way there and the way back are both good. All nodes hear it, so it is a
/// sign of life as well.
/// </summary>
internal sealed class Canary(NodeName node, PeerSigns peers)
{
    /// <summary>The number of the last one, which says that no other follows.</summary>
    private const long Farewell = -1;

    private TaskCompletionSource _back = new();
    private long _number;

    /// <summary>Ends when it is back. One at a time.</summary>
    public Task FlyAsync(HubLifetimeManager<ChatHub> inner)
    {
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _back, back);
        var sending = SendAsync(inner, Interlocked.Increment(ref _number));
        return sending.IsCompletedSuccessfully ? back.Task : BackAsync(sending, back.Task);
    }

    /// <summary>Ends when Redis has it.</summary>
    public Task SayFarewellAsync(HubLifetimeManager<ChatHub> inner) => SendAsync(inner, Farewell);

    public void Heard(string name, long number)
    {
        if (name == node.Value)
        {
            if (number == Interlocked.Read(ref _number))
                Volatile.Read(ref _back).TrySetResult();
        }
        else if (number == Farewell)
        {
            peers.Left(name);
        }
        else
        {
            peers.Heard(name);
        }
    }

    private Task SendAsync(HubLifetimeManager<ChatHub> inner, long number) => inner.SendGroupAsync(GroupNames.AllNodes, NodeCalls.Canary, [node.Value, number]);

    private static async Task BackAsync(Task sending, Task back)
    {
        await sending;
        await back;
    }
}
