using Microsoft.Extensions.Logging;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Keeps the entries of the outbox in the app's store, one after the other in the order of the calls; without a store it keeps
/// nothing.
/// </summary>
internal sealed class OutboxPersistence(IOutboxStore? store, ILogger log)
{
    private Task _last = Task.CompletedTask;
    private long _number;

    public async Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken)
    {
        if (store is null)
            return [];
        // On a pool thread: the app may block the thread that connects, and its store may need that thread.
        var items = await Task.Run(() => store.LoadAsync(cancellationToken), CancellationToken.None).ConfigureAwait(false);
        return [.. items.OrderBy(item => item.Number)];
    }

    /// <summary>Numbers that are taken.</summary>
    public void Skip(long number) => _number = Math.Max(_number, number);

    /// <summary>
    /// Numbers the entry and begins to keep it. Called under the outbox's lock, which the store is not: it may take its time.
    /// </summary>
    public void Keep(OutboxEntry entry)
    {
        if (store is null || entry.Item is not { } item)
            return;
        entry.Item = item = item with { Number = ++_number };
        entry.Kept = _last = AddAsync(_last, item);
    }

    /// <summary>The outcome is known. One that cannot be removed is repeated after a restart, to the same end.</summary>
    public async Task RemoveAsync(OutboxEntry entry)
    {
        if (store is null || entry.Item is not { } item)
            return;
        // One that was given up while it was being written would come back.
        await entry.Kept.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await store.RemoveAsync(item.Number, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ClientLog.OutboxEntryNotRemoved(log, item.Number, e);
        }
    }

    private Task AddAsync(Task before, OutboxItem item) => Task.Run(async () =>
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await store!.AddAsync(item, CancellationToken.None).ConfigureAwait(false);
    });
}
