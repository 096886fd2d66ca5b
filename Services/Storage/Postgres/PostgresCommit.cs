using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// One batch as one transaction. New messages alone take one message to the server; anything else takes two. The first begins the
/// transaction, locks the rooms and reads what the batch needs. The second writes the changes and commits. A batch that does not
/// wait leaves out the rooms that another session holds.
/// </summary>
internal sealed partial class PostgresCommit(NpgsqlConnection connection, IReadOnlyList<RoomCommand> commands, long now, bool waits)
{
    private static readonly RoomCommandResult _held = new() { IsHeld = true };

    /// <summary>How long to wait for the rooms; null for as long as the session does.</summary>
    public TimeSpan? LockTimeout { get; init; }

    private string LockRooms => waits ? PostgresStatements.LockRooms : PostgresStatements.LockFreeRooms;

    private string LockRoomsWithPolicy =>
        waits ? PostgresStatements.LockRoomsWithPolicy : PostgresStatements.LockFreeRoomsWithPolicy;

    public async Task<BatchResult> RunAsync(CancellationToken cancellationToken)
    {
        if (commands.Count == 0)
            return new([], []);
        if (await TryPostAsync(cancellationToken) is { } posted)
            return posted;
        try
        {
            return await ApplyAsync(cancellationToken);
        }
        catch (PostgresException error) when (!waits && PostgresErrors.IsLockTimeout(error))
        {
            // Which room it is about is not known: each waits alone.
            await RollBackAsync(cancellationToken);
            return AllHeld();
        }
    }

    private async Task<BatchResult> ApplyAsync(CancellationToken cancellationToken)
    {
        var rows = await LoadAsync(new(commands), cancellationToken);
        var free = rows.Held.Count == 0 ? commands : [.. commands.Where(command => !rows.Held.Contains(command.Room))];
        if (free.Count == 0)
        {
            await RollBackAsync(cancellationToken);
            return AllHeld();
        }

        var stored = new RoomBatch(rows, rows.Epoch ?? "", now).Apply(free);
        stored = stored with { Inboxes = await StoreAsync(rows, cancellationToken) };
        if (rows.Held.Count == 0)
            return stored;

        var next = 0;
        return stored with { Results = [.. commands.Select(command => rows.Held.Contains(command.Room) ? _held : stored.Results[next++])] };
    }

    private async Task<PostgresRows> LoadAsync(BatchLookup keys, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(PostgresStatements.Begin);
        if (LockTimeout is { } most)
            batch.Add(PostgresStatements.WaitAtMost(most));
        if (!waits)
            batch.Add(PostgresStatements.WaitBriefly);
        if (keys.Makeable.Length > 0)
            batch.Add(PostgresStatements.AddRooms).With(keys.Makeable);
        batch.Add(LockRoomsWithPolicy).With(keys.Rooms);
        if (keys.Joined.Length > 0)
            batch.Add(PostgresStatements.TakeUsed).With(keys.Joined).With(keys.LeftIds.Length + 1L);
        if (!waits)
            batch.Add(PostgresStatements.FindRooms).With(keys.Rooms);
        if (keys.Makeable.Length > 0)
        {
            batch.Add(PostgresStatements.LockMakers).With(keys.MadeRooms).With(keys.MakerIds).With(keys.MustCount);
            batch.Add(PostgresStatements.CountMade)
                .With(keys.MadeRooms).With(keys.MakerIds).With(keys.MustCount).With(RoomRow.CountedSince(now));
        }

        batch.Add(PostgresStatements.FindBarred).With(keys.UserIds);
        batch.Add(PostgresStatements.FindMembers).With(keys.MemberRooms).With(keys.MemberIds);
        if (keys.MessageIds.Length > 0)
            batch.Add(PostgresStatements.FindMessages).With(keys.MessageRooms).With(keys.MessageIds);
        if (keys.DeletedIds.Length > 0)
            batch.Add(PostgresStatements.FindAuthors).With(keys.DeletedRooms).With(keys.DeletedIds);
        batch.AskModeration(keys);
        batch.AskReactions(keys.Reactions);
        batch.AskPlaces(keys);
        SafetyRows.Ask(batch, keys);
        UserRows.Ask(batch, keys);
        MoveReaderCommand[] moves = [.. commands.OfType<MoveReaderCommand>()];
        EventReaderRows.Ask(batch, moves, now);

        var rows = new PostgresRows();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await LoadRoomsAsync(reader, keys, rows, cancellationToken);
        if (keys.Makeable.Length > 0)
            await LoadMakersAsync(reader, rows, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadBarred(reader.GetString(0));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadMember(reader);
        if (keys.MessageIds.Length > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.LoadMessage(reader.GetInt64(PostgresMessageRow.Next), reader.GetGuid(0), PostgresMessageRow.Read(reader));
        }

        if (keys.DeletedIds.Length > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.LoadAuthor(reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
        }

        await reader.LoadModerationAsync(keys, rows, cancellationToken);
        await reader.LoadReactionsAsync(keys.Reactions, rows.Reactions, cancellationToken);
        await reader.LoadPlacesAsync(keys, rows.Places, cancellationToken);
        await rows.Safety.LoadAsync(reader, keys, cancellationToken);
        await rows.Users.LoadAsync(reader, keys, cancellationToken);
        await rows.EventReaders.LoadAsync(reader, moves, rows, cancellationToken);
        return rows;
    }

    private async Task LoadRoomsAsync(NpgsqlDataReader reader, BatchLookup keys, PostgresRows rows, CancellationToken cancellationToken)
    {
        if (keys.Makeable.Length > 0)
        {
            while (await reader.ReadAsync(cancellationToken))
                rows.LoadAdded(reader.GetString(0));
            await reader.NextResultAsync(cancellationToken);
        }

        while (await reader.ReadAsync(cancellationToken))
            rows.LoadRoom(reader);
        if (keys.Joined.Length > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.LoadUsed(reader);
        }

        if (waits)
            return;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadExisting(reader.GetString(0));
    }

    private static async Task LoadMakersAsync(NpgsqlDataReader reader, PostgresRows rows, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadMaker(reader.GetString(0), reader.GetInt64(1));
    }

    /// <summary>Returns the users whose inboxes changed.</summary>
    private async Task<IReadOnlyCollection<string>> StoreAsync(PostgresRows rows, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.MakeRooms(rows, now);
        batch.SetSettings(rows.ChangedSettings);
        batch.AddMessages(rows);
        batch.RemoveMentions(rows);
        batch.ChangeMessages(rows);
        batch.ChangeReactions(rows.Reactions);
        batch.LiftBans(rows.Moderation);
        batch.ChangeMembers(rows, now);
        batch.AddMentions(rows);
        batch.Moderate(rows.Moderation, now);
        rows.Safety.Store(batch, now);
        rows.Users.Store(batch);
        rows.EventReaders.Store(batch);
        rows.SetLastPosts(batch, now);
        if (rows.Emptied.Count > 0)
            batch.Add(PostgresStatements.FreeRooms).With<long[]>([.. rows.Emptied]);
        if (rows.Heads.Count > 0)
            batch.SetHeads(rows.Heads);
        batch.NumberInboxes(rows.Inboxes);
        batch.Add(PostgresStatements.Commit);

        List<string> users = [];
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        // Only the statement that numbers entries returns rows. It is committed when this has ended without an error.
        do
        {
            while (await reader.ReadAsync(cancellationToken))
                users.Add(reader.GetString(0));
        }
        while (await reader.NextResultAsync(cancellationToken));
        return users;
    }

    private async Task RollBackAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PostgresStatements.Rollback, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private BatchResult AllHeld()
    {
        var results = new RoomCommandResult[commands.Count];
        Array.Fill(results, _held);
        return new(results, []);
    }
}
