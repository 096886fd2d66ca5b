using Npgsql;
using SignalRChat.Services.Messages;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// One batch as one transaction. New messages alone take one message to the server; anything else takes two: the first begins it, locks the rooms and reads what
/// the batch asks for; the second writes what the batch made of it and commits.
/// </summary>
internal static partial class PostgresCommit
{
    public static async Task<BatchResult> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<RoomCommand> commands, long now, CancellationToken cancellationToken)
    {
        if (commands.Count == 0) return new([], []);
#if MUTANTS
        if (Eng.Mutant.Is("identity")) return await RunAsIdentityAsync(connection, commands, now, cancellationToken);
#endif
        if (await TryPostAsync(connection, commands, now, cancellationToken) is { } posted) return posted;

        var rows = await LoadAsync(connection, new(commands), cancellationToken);
        var result = new RoomBatch(rows, rows.Epoch ?? "", now).Apply(commands);
        await StoreAsync(connection, rows, now, cancellationToken);
        return result;
    }

    private static async Task<PostgresRows> LoadAsync(NpgsqlConnection connection, BatchKeys keys, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(PostgresStatements.Begin);
        if (keys.Joined.Length > 0) batch.Add(PostgresStatements.AddRooms).With(keys.Joined).With(false);
        batch.Add(PostgresStatements.LockRooms).With(keys.Rooms);
        batch.Add(PostgresStatements.FindMembers).With(keys.MemberRooms).With(keys.MemberIds);
        if (keys.MessageIds.Length > 0) batch.Add(PostgresStatements.FindMessages).With(keys.MessageRooms).With(keys.MessageIds);
        batch.AskModeration(keys);

        var rows = new PostgresRows();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (keys.Joined.Length > 0)
        {
            while (await reader.ReadAsync(cancellationToken)) rows.LoadMade(reader.GetString(0));
            await reader.NextResultAsync(cancellationToken);
        }

        while (await reader.ReadAsync(cancellationToken)) rows.LoadRoom(reader);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.LoadRole(reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
        if (keys.MessageIds.Length > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) rows.LoadMessage(reader.GetInt64(MessageRow.Next), reader.GetGuid(0), MessageRow.Read(reader));
        }

        await reader.LoadModerationAsync(keys, rows.Moderation, cancellationToken);
        return rows;
    }

    private static async Task StoreAsync(NpgsqlConnection connection, PostgresRows rows, long now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.AddMessages(rows);
        batch.ChangeMessages(rows);
        batch.ChangeMembers(rows, now);
        batch.Moderate(rows.Moderation, now);
        if (rows.Heads.Count > 0)
            batch.Add(PostgresStatements.SetHeads).With<long[]>([.. rows.Heads.Keys]).With<long[]>([.. rows.Heads.Values]);
        batch.Add(PostgresStatements.Commit);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
