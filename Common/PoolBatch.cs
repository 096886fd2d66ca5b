namespace SignalRChat.Common;

/// <summary>
/// Collects the work that one thread makes for the pool, and hands it over at once. As many pool threads as there are processors
/// work it off, a group at a time, in order. Queued one by one, nearly every item would wake a thread that has just gone to sleep.
/// </summary>
internal sealed class PoolBatch : IThreadPoolWorkItem, IDisposable
{
    [ThreadStatic]
    private static PoolBatch? _current;

    private readonly Lock _gate = new();
    private readonly List<IThreadPoolWorkItem> _items;
    private readonly List<int> _ends;
    private int _taken;

    private PoolBatch(int groups) => (_items, _ends) = (new(2 * groups), new(groups));

    /// <summary>From now until it is disposed, what this thread queues is collected. Nothing may be awaited meanwhile.</summary>
    public static PoolBatch Begin(int groups) => _current = new(groups);

    /// <summary>Runs the item on a pool thread: with the batch that this thread has begun, or else as soon as possible.</summary>
    public static void Queue(IThreadPoolWorkItem item)
    {
        if (_current is { } batch)
            batch._items.Add(item);
        else
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }

    /// <summary>The items that were queued since the last end of a group run on one thread, in this order.</summary>
    public void EndGroup()
    {
        if (_items.Count > (_ends.Count == 0 ? 0 : _ends[^1]))
            _ends.Add(_items.Count);
    }

    /// <summary>Hands the work over.</summary>
    public void Dispose()
    {
        _current = null;
        EndGroup();
        // Before the first one begins, as from then on they take groups.
        var threads = Math.Min(_ends.Count, Environment.ProcessorCount);
        for (var i = 0; i < threads; i++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TryTake(out var next, out var end))
        {
            for (; next < end; next++)
                _items[next].Execute();
        }
    }

    private bool TryTake(out int start, out int end)
    {
        lock (_gate)
        {
            (start, end) = (0, 0);
            if (_taken == _ends.Count)
                return false;
            start = _taken == 0 ? 0 : _ends[_taken - 1];
            end = _ends[_taken++];
            return true;
        }
    }
}
