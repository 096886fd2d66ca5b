using System.Collections.Concurrent;

namespace SignalRChat.Services.Log;

/// <summary>
/// Logs once that a room is held for longer than commands wait for it, and once that it is free again: its senders retry every
/// second.
/// </summary>
internal sealed class HeldRoomReports(ILogger logger)
{
    private readonly ConcurrentDictionary<string, byte> _rooms = new();

    public void Refused(string room, int count)
    {
        if (_rooms.TryAdd(room, 0))
            CommandQueueLog.RoomHeld(logger, room, count);
    }

    public void Stored(string room)
    {
        if (_rooms.TryRemove(room, out _))
            CommandQueueLog.RoomFree(logger, room);
    }
}
