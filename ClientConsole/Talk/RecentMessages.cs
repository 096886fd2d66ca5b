namespace SignalRChat.ClientConsole.Talk;

/// <summary>The newest messages of each room, so that a command can refer to one by its place from the end.</summary>
internal sealed class RecentMessages
{
    private const int Kept = 200;

    private readonly Dictionary<string, SortedList<long, string>> _rooms = [];
    private readonly Lock _lock = new();

    public void Saw(string room, long sequence, string messageId, bool isDeleted)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room, out var recent))
                _rooms[room] = recent = [];
            if (isDeleted)
                recent.Remove(sequence);
            else
                recent[sequence] = messageId;
            if (recent.Count > Kept)
                recent.RemoveAt(0);
        }
    }

    /// <param name="room">The room.</param>
    /// <param name="fromEnd">1 for the last.</param>
    public string? Find(string room, int fromEnd)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(room, out var recent) && fromEnd >= 1 && fromEnd <= recent.Count
                ? recent.GetValueAtIndex(recent.Count - fromEnd)
                : null;
        }
    }
}
