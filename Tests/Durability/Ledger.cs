namespace SignalRChat.Tests.Durability;

/// <summary>All commands and all acknowledgements, kept outside the server, for comparison with the server's data.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly List<SentCommand> _changes = [];
    private readonly List<string> _defects = [];
    private TaskCompletionSource _enough = new();
    private int _wanted = int.MaxValue;

    public int Sent { get; private set; }

    public int Acknowledged { get; private set; }

    public int Duplicates { get; private set; }

    /// <summary>Every change in the order of the first requests.</summary>
    public SentCommand[] Changes
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

    public void Add(SentCommand change)
    {
        lock (_gate)
            _changes.Add(change);
    }

    public void Asked()
    {
        lock (_gate)
            Sent++;
    }

    public void Acknowledge(SentCommand change, long revision, bool duplicate)
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

    /// <summary>Completes when this many more were acknowledged, or on a fault.</summary>
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
