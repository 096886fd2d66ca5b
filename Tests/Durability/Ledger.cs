namespace SignalRChat.Tests.Durability;

/// <summary>
/// Everything that was asked for and what was acknowledged, kept outside the server: what the server's data is held against.
/// </summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly List<Change> _changes = [];
    private readonly List<string> _defects = [];
    private TaskCompletionSource _enough = new();
    private int _wanted = int.MaxValue;

    public int Sent { get; private set; }

    public int Acknowledged { get; private set; }

    public int Duplicates { get; private set; }

    /// <summary>Every change in the order in which they were first asked for.</summary>
    public Change[] Changes
    {
        get
        {
            lock (_gate)
                return [.. _changes];
        }
    }

    public string[] Defects
    {
        get
        {
            lock (_gate)
                return [.. _defects];
        }
    }

    public void Add(Change change)
    {
        lock (_gate)
            _changes.Add(change);
    }

    public void Asked()
    {
        lock (_gate)
            Sent++;
    }

    public void Acknowledge(Change change, long revision, bool duplicate)
    {
        lock (_gate)
        {
            change.Revision = revision;
            Duplicates += duplicate ? 1 : 0;
            if (++Acknowledged >= _wanted)
                _enough.TrySetResult();
        }
    }

    public void Defect(string sentence)
    {
        lock (_gate)
        {
            _defects.Add(sentence);
            _enough.TrySetResult();
        }
    }

    /// <summary>Ends when this many more were acknowledged, or something is wrong.</summary>
    public Task MoreAsync(int count)
    {
        lock (_gate)
        {
            _enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wanted = Acknowledged + count;
            if (count == 0 || _defects.Count > 0)
                _enough.SetResult();
            return _enough.Task;
        }
    }
}
