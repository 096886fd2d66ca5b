namespace SignalRChat.Client.Internal;

/// <summary>Stores the inbox in the app's store, at most once in an interval. Without a store it does nothing.</summary>
internal sealed class InboxKeeper(IInboxStore? store, Func<KeptInbox?> inbox, TimeProvider time, ILogger log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _saving;
    private bool _isDirty;

    /// <summary>Returns null if the store has none, or cannot be read: the inbox then begins empty.</summary>
    public async Task<KeptInbox?> LoadAsync(CancellationToken cancellationToken)
    {
        if (store is null)
            return null;
        try
        {
            // On a pool thread: the app may block the thread that calls, and its store may need that thread.
            return await Task.Run(() => store.LoadInboxAsync(cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ClientLog.InboxNotKept(log, e);
            return null;
        }
    }

    public void Changed()
    {
        if (store is null)
            return;
        lock (_lock)
        {
            if (_over.Task.IsCompleted)
                return;
            _isDirty = true;
            _saving ??= Task.Run(SaveAsync);
        }
    }

    /// <summary>Stores the latest changes at once.</summary>
    public async Task StopAsync(TimeSpan within)
    {
        Task? saving;
        lock (_lock)
        {
            _over.TrySetResult();
            saving = _saving;
        }

        within = within > TimeSpan.Zero ? within : TimeSpan.Zero;
        if (saving is not null)
            await saving.WaitAsync(within, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SaveAsync()
    {
        do
        {
            await Task.WhenAny(Task.Delay(Interval, time), _over.Task).ConfigureAwait(false);
            lock (_lock)
                _isDirty = false;
            try
            {
                if (inbox() is { } kept)
                    await store!.SaveInboxAsync(kept, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                ClientLog.InboxNotKept(log, e);
            }
        }
        while (IsDirty());
    }

    private bool IsDirty()
    {
        lock (_lock)
        {
            if (!_isDirty)
                _saving = null;
            return _isDirty;
        }
    }
}
