using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The readers of all rooms in the transaction of a batch.</summary>
internal sealed class SqliteReaderRows(SqliteSession session) : IEventRows
{
    public EventReader? Find(Guid readerId) => Find(session, readerId);

    public bool HasPlace(int most) => (long)session.Find(SqliteStatements.CountReaders)! < most;

    public void Set(Guid readerId, EventReader reader, IReadOnlyList<EventRange> ranges)
    {
        session.Run(
            SqliteStatements.SetReader, Key(readerId), reader.Step, reader.Epoch, EventPageColumn.Of(reader.Page), reader.UsedAt);
        foreach (var range in ranges)
            session.Run(SqliteStatements.SetPlace, Key(readerId), range.RoomId, range.Through);
    }

    public static EventReader? Find(SqliteSession session, Guid readerId)
    {
        using var row = session.Query(SqliteStatements.FindReader, Key(readerId));
        return row.Read() ? new(row.GetInt64(0), row.GetString(1), EventPageColumn.Read(row.GetString(2)), row.GetInt64(3)) : null;
    }

    public static byte[] Key(Guid id) => id.ToByteArray(bigEndian: true);
}
