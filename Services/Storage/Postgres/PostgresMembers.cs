using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Pages of a room's members, with their number.</summary>
internal static class PostgresMembers
{
    /// <summary>The first column after those of a member.</summary>
    public const int Next = 4;

    /// <param name="database">The database.</param>
    /// <param name="room">The room.</param>
    /// <param name="ask">
    /// The statement, whose rows have the member, or null for a room without one, and then the room's count of members and presence.
    /// </param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Null if there is no row.</returns>
    public static async Task<MemberPage?> ReadAsync(
        PostgresDatabase database, string room, Func<NpgsqlConnection, NpgsqlCommand> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await database.ReadAsync(
                async (session, cancel) =>
                {
                    await using var command = ask(session);
                    return await command.ReadAllAsync(
                        row => (
                            Member: row.IsDBNull(0) ? null : Read(row),
                            Count: row.IsDBNull(Next) ? (int?)null : row.GetInt32(Next),
                            ShowsPresent: row.IsDBNull(Next + 1) || row.GetString(Next + 1) == RoomPresence.Full),
                        cancel);
                },
                cancellationToken);
            if (rows.Count == 0)
                return null;
            if (rows[0].Count is { } count)
            {
                RoomMember[] members = [.. rows.Select(row => row.Member).OfType<RoomMember>()];
                return new MemberPage(members, count) { ShowsPresent = rows[0].ShowsPresent };
            }
            await CountAsync(database, room, cancellationToken);
        }
    }

    public static RoomMember Read(NpgsqlDataReader row) => new()
    {
        UserId = row.GetString(0),
        Name = row.GetString(1),
        Role = row.GetString(2),
        MutedUntil = row.IsDBNull(3) ? null : row.GetInt64(3),
    };

    /// <summary>Once for a room that is older than its count.</summary>
    private static Task<bool> CountAsync(PostgresDatabase database, string room, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, cancel) =>
            {
                await using var batch = new NpgsqlBatch(session);
                batch.Add(PostgresStatements.Begin);
                batch.Add(PostgresStatements.LockRooms).With<string[]>([room]);
                batch.Add(PostgresStatements.CountMembers).With(room);
                batch.Add(PostgresStatements.Commit);
                await batch.ExecuteNonQueryAsync(cancel);
                return true;
            },
            cancellationToken);
}
