using System.Diagnostics.CodeAnalysis;

namespace SignalRChat.Services.Log;

/// <summary>
/// Commands of rooms that another database session holds. They are set aside, so that all other rooms continue. A few side
/// writers wait for these rooms, one room in each transaction. Later commands for such a room queue behind, in the order of
/// arrival, until everything before them is answered.
/// </summary>
internal sealed class HeldRooms(int capacity, int mostWriters)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<PendingCommand>> _rooms = [];

    /// <summary>Rooms that no side writer is at.</summary>
    private readonly Queue<string> _waiting = new();
    private TaskCompletionSource? _ended;
    private int _count;
    private int _writers;

    /// <summary>One room must not take the places of all others.</summary>
    private readonly int _roomCapacity = Math.Max(1, capacity / 2);

    /// <summary>How many commands are set aside and not yet in a transaction.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Queues a command behind commands of its room that are set aside; false if there are none. If full, the command was not taken.
    /// </summary>
    public bool TryFollow(PendingCommand command, out bool isFull)
    {
        isFull = false;
        // Only the command queue's loop adds rooms, so no room appears meanwhile.
        lock (_gate)
        {
            if (!_rooms.TryGetValue(command.Command.Room, out var queue))
                return false;
            isFull = !TryEnqueue(queue, command);
            return true;
        }
    }

    /// <summary>Sets a command aside, the first of its room or another; false if there is no place for it.</summary>
    public bool TryAdd(PendingCommand command)
    {
        var room = command.Command.Room;
        lock (_gate)
        {
            if (_rooms.TryGetValue(room, out var queue))
                return TryEnqueue(queue, command);
            if (!TryEnqueue(queue = new(), command))
                return false;
            _rooms.Add(room, queue);
            _waiting.Enqueue(room);
            return true;
        }
    }

    /// <summary>
    /// Whether a room waits for a side writer and one more may begin: then the caller is it, until <see cref="TryTake"/> is false.
    /// </summary>
    public bool TryBeginWriter()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 || _writers == mostWriters)
                return false;
            _writers++;
            return true;
        }
    }

    /// <summary>
    /// Takes the oldest commands of the room that has waited for longest: all that are <paramref name="overdue"/>, and some for
    /// the next transaction. No other writer gets the room until <see cref="Return"/>.
    /// </summary>
    public bool TryTake(
        List<PendingCommand> batch, int most, List<PendingCommand> overdue, Predicate<PendingCommand> isOverdue,
        [NotNullWhen(true)] out string? room)
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out room))
            {
                _writers--;
                return false;
            }
            var queue = _rooms[room];
            while (queue.TryPeek(out var oldest) && isOverdue(oldest))
                overdue.Add(queue.Dequeue());
            while (batch.Count < most && queue.TryDequeue(out var command))
                batch.Add(command);
            _count -= overdue.Count + batch.Count;
            return true;
        }
    }

    /// <summary>The commands taken of the room are answered. If none of its commands are left, the room is no longer held.</summary>
    public void Return(string room)
    {
        lock (_gate)
        {
            if (_rooms[room].Count > 0)
            {
                _waiting.Enqueue(room);
                return;
            }
            _rooms.Remove(room);
            if (_rooms.Count == 0)
                _ended?.TrySetResult();
        }
    }

    /// <summary>Completes when no command is set aside any more. Called once, when no more commands are added.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            if (_rooms.Count == 0)
                return Task.CompletedTask;
            _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _ended.Task;
        }
    }

    private bool TryEnqueue(Queue<PendingCommand> queue, PendingCommand command)
    {
        if (_count == capacity || queue.Count == _roomCapacity)
            return false;
        queue.Enqueue(command);
        _count++;
        return true;
    }
}
