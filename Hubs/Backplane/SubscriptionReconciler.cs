using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// Makes and ends the subscriptions of one connection as the set requires, in the background. The action for a group is decided
/// when its turn is due, and never twice at once. So a group that is wanted, left and wanted again ends in the right state.
/// </summary>
internal sealed class SubscriptionReconciler(
    HubLifetimeManager<ChatHub> inner,
    SubscriptionSet wanted,
    BackplaneSubscription subscription,
    TimeSpan bound,
    TimeProvider time)
{
    private const int Together = 32;

    private readonly ConcurrentDictionary<string, bool> _held = new(StringComparer.Ordinal);

    /// <summary>Runs until the connection is given up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await SettleAsync(cancellationToken);
            await wanted.ChangedAsync(cancellationToken);
        }
    }

    /// <summary>Runs until the node has the subscriptions that it wants.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (wanted.TakeChanges(Together) is { Length: > 0 } groups)
            await Task.WhenAll(Array.ConvertAll(groups, SettleAsync)).WaitAsync(bound, time, cancellationToken);
    }

    /// <summary>Registers the subscription, with a group that is not in the set: that of all nodes.</summary>
    public async Task OpenAsync(string group, CancellationToken cancellationToken)
    {
        await inner.OnConnectedAsync(subscription).WaitAsync(bound, time, cancellationToken);
        await inner.AddToGroupAsync(subscription.ConnectionId, group, CancellationToken.None).WaitAsync(bound, time, cancellationToken);
    }

    private async Task SettleAsync(string group)
    {
        var isWanted = wanted.IsWanted(group);
        if (isWanted && !_held.ContainsKey(group))
        {
            await inner.AddToGroupAsync(subscription.ConnectionId, group);
            _held[group] = true;
        }
        else if (!isWanted && _held.TryRemove(group, out _))
        {
            await inner.RemoveFromGroupAsync(subscription.ConnectionId, group);
        }
    }
}
