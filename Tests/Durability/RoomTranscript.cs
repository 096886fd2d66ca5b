using SignalRChat.Contracts;

namespace SignalRChat.Tests.Durability;

/// <summary>A room as one client has it, by the rules of the cursor only.</summary>
internal sealed class RoomTranscript(string room, Action<string> defect)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, ChatMessage> _messages = [];
    private readonly List<RoomUpdate> _early = [];
    private TaskCompletionSource _arrival = new();
    private long _wanted = long.MaxValue;
    private bool _caughtUp;

    public string Room { get; } = room;

    public long Cursor { get; private set; }

    public string? Epoch { get; private set; }

    /// <summary>By sequence.</summary>
    public ChatMessage[] Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages.Values];
        }
    }

    /// <summary>A new connection: its pushes wait until the join was answered and all pages were read.</summary>
    public void Connecting()
    {
        lock (_gate)
        {
            _caughtUp = false;
            _early.Clear();
        }
    }

    public void Pushed(RoomUpdate update)
    {
        lock (_gate)
        {
            if (_caughtUp)
                Apply(update);
            else
                _early.Add(update);
        }
    }

    public void Answered(RoomUpdate page)
    {
        lock (_gate)
            Apply(page);
    }

    public void CaughtUp()
    {
        lock (_gate)
        {
            foreach (var update in _early)
                Apply(update);
            _caughtUp = true;
        }
    }

    /// <summary>Completes when the cursor has reached this revision.</summary>
    public Task ReachAsync(long revision)
    {
        lock (_gate)
        {
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wanted = revision;
            if (Cursor >= revision)
                _arrival.SetResult();
            return _arrival.Task;
        }
    }

    private void Apply(RoomUpdate update)
    {
        Epoch ??= update.Epoch;
        if (update.Epoch != Epoch)
            defect($"{Room} has another epoch.");
        if (update.Through <= Cursor)
            return;
        if (update.After > Cursor)
        {
            defect($"A hole in {Room}: the cursor is at {Cursor}, the update begins after {update.After}.");
            return;
        }
        var last = Cursor;
        foreach (var message in update.Messages)
        {
            if (message.Revision <= Cursor)
                continue;
            if (message.Revision <= last || message.Revision > update.Through)
                defect($"{Room}: revision {message.Revision} stands after {last} in an update through {update.Through}.");
            last = message.Revision;
            Take(message);
        }
        Cursor = update.Through;
        if (Cursor >= _wanted)
            _arrival.TrySetResult();
    }

    private void Take(ChatMessage message)
    {
        if (_messages.TryGetValue(message.Sequence, out var known)
            && (known.MessageId != message.MessageId || known.Revision >= message.Revision))
        {
            defect($"{Room}: {message.MessageId} took the place {message.Sequence} of {known.MessageId}, or came twice.");
        }
        _messages[message.Sequence] = message;
    }
}
