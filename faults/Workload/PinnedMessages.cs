namespace SignalRChat.Faults.Workload;

/// <summary>Messages that are never edited or deleted, so that every client may react to them at any time.</summary>
internal sealed class PinnedMessages
{
    private const int MostInARoom = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _rooms = [];

    /// <summary>Returns false if the room has enough of them.</summary>
    public bool TryPin(string room, string messageId)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var pinned))
                _rooms.Add(room, pinned = []);
            if (pinned.Count == MostInARoom)
                return false;
            pinned.Add(messageId);
            return true;
        }
    }

    /// <summary>Returns null while the room has no such message.</summary>
    public string? Pick(string room, Random random)
    {
        lock (_gate)
            return _rooms.TryGetValue(room, out var pinned) ? pinned[random.Next(pinned.Count)] : null;
    }
}
