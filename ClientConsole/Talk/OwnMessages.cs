namespace SignalRChat.ClientConsole.Talk;

/// <summary>The user's own newest messages in each room, so that a command can edit or delete one by its place from the end.</summary>
internal sealed class OwnMessages
{
    private const int Kept = 200;

    private readonly Dictionary<string, SortedList<long, string>> _rooms = [];
    private readonly Lock _lock = new();

    public void Saw(string room, long sequence, string messageId, bool isDeleted)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room, out var own))
                _rooms[room] = own = [];
            if (isDeleted)
                own.Remove(sequence);
            else
                own[sequence] = messageId;
            if (own.Count > Kept)
                own.RemoveAt(0);
        }
    }

    /// <param name="room">The room.</param>
    /// <param name="fromEnd">1 for the last.</param>
    public string? Find(string room, int fromEnd)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(room, out var own) && fromEnd >= 1 && fromEnd <= own.Count
                ? own.GetValueAtIndex(own.Count - fromEnd)
                : null;
        }
    }
}
