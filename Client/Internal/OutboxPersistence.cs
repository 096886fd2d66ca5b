namespace SignalRChat.Client.Internal;

/// <summary>
/// Stores the entries of the outbox in the app's store, one after the other in the order of the calls. Without a store it does nothing.
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

    /// <summary>Marks the numbers up to this one as used.</summary>
    public void Skip(long number) => _number = Math.Max(_number, number);

    /// <summary>
    /// Numbers the entry and begins to store it. Called under the outbox's lock; the store runs outside it and may be slow.
    /// </summary>
    public void Keep(OutboxEntry entry)
    {
        if (store is null || entry.Item is not { } item)
            return;
        entry.Item = item = item with { Number = ++_number };
        entry.Kept = _last = AddAsync(_last, item);
    }

    /// <summary>The outcome is known. If the removal fails, the entry is repeated after a restart, with the same result.</summary>
    public async Task RemoveAsync(OutboxEntry entry)
    {
        if (store is null || entry.Item is not { } item)
            return;
        // Without this wait, an entry cancelled during its write would reappear.
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
