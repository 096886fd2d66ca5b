using System.Collections.Concurrent;

namespace SignalRChat.Faults.Workload.Service;

/// <summary>What a backend that follows all rooms has of each: as it keeps it, and as the history records it.</summary>
internal sealed class FollowedRooms(string client, string[] rooms, HistoryBook book)
{
    private readonly ConcurrentDictionary<string, long> _cursors = new();
    private readonly HashSet<string> _startingOver = [];
    private readonly HashSet<string> _entered = [];
    private bool _isOpen;
    private int _connection;

    /// <summary>Returns the revision that it has reached.</summary>
    public long CursorIn(string room) => _cursors.GetValueOrDefault(room);

    public void Open()
    {
        if (_isOpen)
            return;
        _isOpen = true;
        book.Write(client, new Opened(++_connection));
    }

    public void Close(string why)
    {
        if (_isOpen)
            book.Write(client, new Closed(_connection, null, why));
        _isOpen = false;
        _entered.Clear();
    }

    /// <summary>Each room begins again with the next range of it.</summary>
    public void StartOver()
    {
        _cursors.Clear();
        _entered.Clear();
        _startingOver.UnionWith(rooms);
    }

    /// <summary>A range that it has already is not taken in again.</summary>
    public void Take(GetUpdatesResult update)
    {
        var room = update.Room;
        if (!rooms.Contains(room))
            return;
        var cursor = CursorIn(room);
        if (_entered.Add(room))
            book.Write(client, new Entered(_connection, room, cursor, Reset: false));
        if (_startingOver.Remove(room))
            book.Write(client, new Heard(room, update.Epoch, 0, 0, HeardBy.Reset, []));
        book.Write(client, new Pushed(_connection, room, update.After, update.Through));
        if (update.Through <= cursor)
            return;
        book.Write(client, new Heard(
            room, update.Epoch, update.After, update.Through, HeardBy.CatchUp, [.. update.Messages.Select(RecordedMessage.From)])
        {
            Reactions = [.. (update.Reactions ?? []).Select(RecordedReactions.From)],
            Members = [.. (update.Members ?? []).Select(RecordedMember.From)],
            Info = update.Info is null ? null : RecordedInfo.From(update.Info),
        });
        // Last, so that the history has the records when a waiter sees the cursor.
        _cursors[room] = update.Through;
    }
}
