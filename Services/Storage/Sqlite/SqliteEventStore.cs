using System.Text.Json;
using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The readers of all rooms in the SQLite file.</summary>
internal sealed class SqliteEventStore(SqliteDatabase database) : IEventStore
{
    public Task<FoundReader> FindReaderAsync(Guid readerId, CancellationToken cancellationToken) => database.ReadAsync(
        session => new FoundReader(SqliteRows.Epoch(session), SqliteReaderRows.Find(session, readerId)), cancellationToken);

    public Task<IReadOnlyList<EventRange>> FindBeyondAsync(
        Guid readerId, IReadOnlyCollection<string> rooms, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<EventRange>>(
            session => ReadRanges(session.Query(
                SqliteStatements.FindBeyond, JsonSerializer.Serialize(rooms), SqliteReaderRows.Key(readerId))),
            cancellationToken);

    public Task<EventWalk> WalkAsync(Guid readerId, long afterId, int count, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var part = ReadRanges(session.Query(SqliteStatements.WalkRooms, SqliteReaderRows.Key(readerId), afterId, (long)count));
            return new EventWalk(part.FindAll(range => range.Through > range.After), part.Count < count ? null : part[^1].RoomId);
        },
        cancellationToken);

    public Task<bool> ForgetReadersAsync(long usedBefore, int most, CancellationToken cancellationToken) => database.WriteCachedAsync(
        session =>
        {
            session.Run(SqliteStatements.ExpireReaders, usedBefore);
            var hasMore = session.Run(SqliteStatements.ForgetPlaces, (long)most) == most;
            if (!hasMore)
                session.Run(SqliteStatements.ForgetReaders);
            return hasMore;
        },
        cancellationToken);

    private static List<EventRange> ReadRanges(SqliteDataReader query)
    {
        using var rows = query;
        var ranges = new List<EventRange>();
        while (rows.Read())
            ranges.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3)));
        return ranges;
    }
}
