namespace SignalRChat.Tests.Durability;

/// <summary>Counts the acknowledged commands, so that a test can wait for a number of them.</summary>
internal sealed class Acknowledgements
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _enough = new();
    private int _wanted = int.MaxValue;
    private bool _isOver;

    public int Count { get; private set; }

    public int Duplicates { get; private set; }

    public void Add(bool isDuplicate)
    {
        lock (_gate)
        {
            Duplicates += isDuplicate ? 1 : 0;
            if (++Count >= _wanted)
                _enough.TrySetResult();
        }
    }

    /// <summary>A user failed. Nobody waits for more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _enough.TrySetResult();
        }
    }

    /// <summary>Completes when this many more were acknowledged, or at the end.</summary>
    public Task MoreAsync(int count)
    {
        lock (_gate)
        {
            _enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wanted = Count + count;
            if (count == 0 || _isOver)
                _enough.SetResult();
            return _enough.Task;
        }
    }
}
