using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// Makes and ends the subscriptions of one connection as the set requires, in the background. The action for a group is decided
/// when its turn is due, and never twice at once. So a group that is wanted, left and wanted again ends in the right state.
/// </summary>
internal sealed class SubscriptionReconciler(
    HubLifetimeManager<ChatHub> inner, SubscriptionSet book, Func<string, BackplaneSubscription> newSeat, TimeSpan bound, TimeProvider time)
{
    private const int Together = 32;

    private readonly ConcurrentDictionary<string, BackplaneSubscription> _held = new(StringComparer.Ordinal);

    /// <summary>Runs until the connection is given up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await SettleAsync(cancellationToken);
            await book.ChangedAsync(cancellationToken);
        }
    }

    /// <summary>Runs until the node has the subscriptions that it wants.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (book.TakeChanges(Together) is { Length: > 0 } groups)
            await Task.WhenAll(Array.ConvertAll(groups, SettleAsync)).WaitAsync(bound, time, cancellationToken);
    }

    /// <summary>Makes a subscription that is not in the set: the node's own.</summary>
    public Task TakeAsync(BackplaneSubscription seat, CancellationToken cancellationToken) =>
        SitAsync(seat).WaitAsync(bound, time, cancellationToken);

    private async Task SettleAsync(string group)
    {
        var isWanted = book.IsWanted(group);
        if (isWanted && !_held.ContainsKey(group))
        {
            var seat = newSeat(group);
            await SitAsync(seat);
            _held[group] = seat;
        }
        else if (!isWanted && _held.TryRemove(group, out var seat))
        {
            await inner.OnDisconnectedAsync(seat);
        }
    }

    private async Task SitAsync(BackplaneSubscription seat)
    {
        await inner.OnConnectedAsync(seat);
        await inner.AddToGroupAsync(seat.ConnectionId, seat.Group);
    }
}
