namespace SignalRChat.Hubs.Connections.Sockets;

/// <summary>
/// Bounds how many things with one key go on at a time; others wait in the order in which they came. A key is known only while
/// something goes on.
/// </summary>
internal sealed class HandshakeQueue(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Takes a place, which <see cref="Leave"/> gives back.</summary>
    /// <exception cref="OperationCanceledException">It waited for too long.</exception>
    public Task EnterAsync(string key, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out entry))
                _entries.Add(key, entry = new(new SemaphoreSlim(most)));
            entry.Users++;
        }
        var entered = entry.Places.WaitAsync(cancellationToken);
        return entered.IsCompletedSuccessfully ? entered : OrForgetAsync(entered, key);
    }

    public void Leave(string key)
    {
        lock (_gate)
            _entries[key].Places.Release();
        Forget(key);
    }

    private async Task OrForgetAsync(Task entered, string key)
    {
        try
        {
            await entered;
        }
        catch
        {
            Forget(key);
            throw;
        }
    }

    private void Forget(string key)
    {
        lock (_gate)
        {
            if (--_entries[key].Users == 0)
                _entries.Remove(key);
        }
    }

    private sealed class Entry(SemaphoreSlim places)
    {
        public SemaphoreSlim Places { get; } = places;

        public int Users { get; set; }
    }
}
