using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The readers of all rooms that a batch moves on, and their places.</summary>
internal sealed class EventReaderRows : IEventRows
{
    private readonly Dictionary<Guid, EventReader> _readers = [];
    private readonly HashSet<Guid> _moved = [];
    private readonly Dictionary<(Guid ReaderId, long RoomId), long> _places = [];

    public EventReader? Find(Guid readerId) => _readers.GetValueOrDefault(readerId);

    /// <summary>The transaction has added the reader if there is a place for it.</summary>
    public bool HasPlace(int most) => false;

    public void Set(Guid readerId, EventReader reader, IReadOnlyList<EventRange> ranges)
    {
        _readers[readerId] = reader;
        _moved.Add(readerId);
        foreach (var range in ranges)
            _places[(readerId, range.RoomId)] = range.Through;
    }

    /// <summary>
    /// Adds the reads to the first message of a batch that needs them. The readers are locked after the rooms and the users.
    /// </summary>
    public static void Ask(NpgsqlBatch batch, MoveReaderCommand[] moves, long now)
    {
        if (moves.Length == 0)
            return;
        MoveReaderCommand[] first = [.. moves.Where(move => move.Step == 0)];
        batch.Add(PostgresStatements.AddReaders)
            .With<Guid[]>([.. first.Select(move => move.ReaderId).Distinct()])
            .With(first.Length == 0 ? 0L : first[0].MostReaders)
            .With(now);
        batch.Add(PostgresStatements.ReadEpoch);
        batch.Add(PostgresStatements.LockReaders).With<Guid[]>([.. moves.Select(move => move.ReaderId).Distinct()]);
    }

    public async Task LoadAsync(NpgsqlDataReader reader, MoveReaderCommand[] moves, PostgresRows rows, CancellationToken cancellationToken)
    {
        if (moves.Length == 0)
            return;
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        rows.Epoch ??= reader.ReadEpoch(0);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _readers[reader.GetGuid(0)] = Read(reader, 1);
    }

    /// <summary>Adds the changes to the second message.</summary>
    public void Store(NpgsqlBatch batch)
    {
        if (_moved.Count == 0)
            return;
        Guid[] ids = [.. _moved];
        var readers = Array.ConvertAll(ids, id => _readers[id]);
        batch.Add(PostgresStatements.SetReaders)
            .With(ids)
            .With(Array.ConvertAll(readers, one => one.Step))
            .With(Array.ConvertAll(readers, one => one.Epoch))
            .With(Array.ConvertAll(readers, one => EventPageColumn.Of(one.Page)))
            .With(Array.ConvertAll(readers, one => one.UsedAt));
        if (_places.Count == 0)
            return;
        batch.Add(PostgresStatements.SetPlaces)
            .With<Guid[]>([.. _places.Keys.Select(key => key.ReaderId)])
            .With<long[]>([.. _places.Keys.Select(key => key.RoomId)])
            .With<long[]>([.. _places.Values]);
    }

    public static EventReader Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetString(first + 1), EventPageColumn.Read(row.GetString(first + 2)), row.GetInt64(first + 3));
}
