using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads and moves read cursors.</summary>
internal static class PostgresReadCursors
{
    /// <summary>One transaction in one message to the server.</summary>
    public static async Task<ReadMark[]> MoveAsync(
        NpgsqlConnection session, IReadOnlyList<ReadRequest> requests, CancellationToken cancellationToken)
    {
        string[] rooms = [.. requests.Select(request => request.Room)];
        string[] users = [.. requests.Select(request => request.UserId)];
        await using var batch = new NpgsqlBatch(session);
        batch.Add(PostgresStatements.Begin);
        batch.Add(PostgresStatements.MoveReadCursors).With(rooms).With(users)
            .With<long[]>([.. requests.Select(request => request.Sequence)]);
        batch.Add(PostgresStatements.ReadMarks).With(rooms).With(users).With(ChatLimits.ReadCursorMembers + 1L);
        batch.Add(PostgresStatements.Commit);

        var marks = new ReadMark[requests.Count];
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var moved = new HashSet<(long RoomId, string UserId)>();
        while (await reader.ReadAsync(cancellationToken))
            moved.Add((reader.GetInt64(0), reader.GetString(1)));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var place = reader.GetInt64(0) - 1;
            marks[place] = ReadMark(reader, isMoved: !reader.IsDBNull(1) && moved.Contains((reader.GetInt64(1), users[place])));
        }

        // It is committed when this has ended without an error.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }
        return marks;
    }

    public static async Task<ReadCursorsRead?> ListAsync(
        NpgsqlConnection session, string room, string userId, int mostMembers, CancellationToken cancellationToken)
    {
        List<(string UserId, long? Sequence)> members;
        await using (var list = new NpgsqlCommand(PostgresStatements.ListReadCursors, session)
            .With(room).With(userId).With(mostMembers + 1L))
        {
            members = await list.ReadAllAsync(
                row => (row.GetString(0), row.IsDBNull(1) ? (long?)null : row.GetInt64(1)), cancellationToken);
        }
        if (members.Count == 0)
            return null;
        if (members.Count <= mostMembers)
        {
            var cursors = members.Where(member => member.Sequence is not null)
                .Select(member => new ReadCursor { UserId = member.UserId, Sequence = member.Sequence!.Value });
            return new(IsShared: true, [.. cursors]);
        }
        await using var find = new NpgsqlCommand(PostgresStatements.FindReadCursor, session).With(room).With(userId);
        var own = await find.ReadAllAsync(row => new ReadCursor { UserId = userId, Sequence = row.GetInt64(0) }, cancellationToken);
        return new(IsShared: false, [.. own]);
    }

    private static ReadMark ReadMark(NpgsqlDataReader row, bool isMoved)
    {
        if (row.IsDBNull(1) || row.IsDBNull(3))
        {
            var isHidden = row.IsDBNull(1) || row.GetBoolean(2);
            return new(isHidden ? ChatErrorCodes.RoomNotFound : ChatErrorCodes.NotAMember, 0, 0, 0, false, 0);
        }
        return new(null, row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), isMoved, row.GetInt32(7));
    }
}
