using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle;

/// <summary>The state of a user's inbox on one device, by the rule for cursors.</summary>
internal sealed class InboxReading
{
    private readonly Dictionary<string, RecordedEntry> _entries = [];

    public string Epoch { get; private set; } = "";

    public long Cursor { get; private set; }

    public IReadOnlyDictionary<string, RecordedEntry> Entries => _entries;

    /// <summary>The device as it is after all of the history.</summary>
    public static InboxReading Of(Case run, string device)
    {
        var reading = new InboxReading();
        foreach (var record in run.History.Where(record => record.Client == device))
            reading.Take(record);
        return reading;
    }

    /// <summary>Returns false for an update that begins beyond the cursor. The device then reads a page.</summary>
    public bool Take(HistoryRecord record)
    {
        if (record is InboxActive active)
        {
            foreach (var room in active.Rooms)
            {
                if (_entries.TryGetValue(room.Room, out var entry))
                    _entries[room.Room] = entry.With(room);
            }
        }
        return record is not InboxHeard heard || Take(heard);
    }

    private bool Take(InboxHeard heard)
    {
        if (heard.By == InboxBy.Reset)
        {
            _entries.Clear();
            (Epoch, Cursor) = (heard.Epoch, 0);
        }
        // An update of another epoch is empty: a page follows.
        if (heard.Epoch != Epoch)
            return true;
        if (heard.After > Cursor)
            return false;
        foreach (var entry in heard.Entries)
        {
            if (entry.Revision > Cursor && entry.IsLeft)
                _entries.Remove(entry.Room);
            else if (entry.Revision > Cursor)
                _entries[entry.Room] = entry;
        }
        Cursor = Math.Max(Cursor, heard.Through);
        return true;
    }
}
