using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A count of unread messages that a device received. The database gave it together with the head of the room and the read cursor, so it
/// is the number of stored messages that count between the two.
/// </summary>
internal sealed record InboxSnapshot(string Device, RecordedEntry Entry, long ReadThrough, long Counted, bool IsRight);

/// <summary>
/// All of them in a run. An activity has no read cursor: it was read with the one that the device shows, or with a later one, whose entry
/// is on its way (<see cref="LaterCursors"/>). The check skips counts of earlier epochs, whose messages the database may have lost, and
/// activities that are older than what the device shows, which it drops.
/// </summary>
internal static class InboxSnapshots
{
    public static IEnumerable<InboxSnapshot> Of(Case run)
    {
        var counted = run.Truth.Rooms.ToDictionary(
            room => room.Name, room => room.Messages.Where(message => !message.IsEvent).Select(message => message.Sequence).ToArray());
        long Count(string room, long after, long through) => CountUpTo(counted[room], through) - CountUpTo(counted[room], after);
        foreach (var (device, user) in run.Setup.Devices)
        {
            var (reading, later) = (new InboxReading(), new LaterCursors(run, user));
            foreach (var record in run.History.Where(record => record.Client == device))
            {
                foreach (var entry in EntriesOf(record, run.Truth.Epoch).Where(entry => counted.ContainsKey(entry.Room)))
                {
                    var number = Count(entry.Room, entry.ReadThrough, entry.Head);
                    yield return new(device, entry, entry.ReadThrough, number, entry.Unread == number);
                }
                foreach (var (room, shown) in ActivityOf(record, reading, run.Truth.Epoch).Where(one => counted.ContainsKey(one.Room.Room)))
                {
                    var number = Count(room.Room, shown.ReadThrough, room.Head);
                    var isRight = room.Unread == number || later.After(room.Room, shown.ReadThrough, record.At)
                        .Any(cursor => cursor is { } place
                            ? place <= room.Head && room.Unread == Count(room.Room, place, room.Head)
                            : room.Unread < number);
                    yield return new(device, room, shown.ReadThrough, number, isRight);
                }
                reading.Take(record);
            }
        }
    }

    private static IEnumerable<RecordedEntry> EntriesOf(HistoryRecord record, string epoch) =>
        record is InboxHeard heard && heard.Epoch == epoch ? heard.Entries.Where(entry => !entry.IsLeft) : [];

    private static IEnumerable<(RecordedEntry Room, RecordedEntry Shown)> ActivityOf(
        HistoryRecord record, InboxReading reading, string epoch)
    {
        if (record is not InboxActive active || reading.Epoch != epoch)
            yield break;
        foreach (var room in active.Rooms)
        {
            if (reading.Entries.GetValueOrDefault(room.Room) is { } shown && room.Head >= shown.Head)
                yield return (room, shown);
        }
    }

    private static long CountUpTo(long[] sequences, long through)
    {
        var found = Array.BinarySearch(sequences, through);
        return found >= 0 ? found + 1 : ~found;
    }
}
