using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads and writes <see cref="ReactionRows"/> with the messages of a batch; a batch without reactions adds nothing.</summary>
internal static class ReactionBatch
{
    public static void AskReactions(this NpgsqlBatch batch, IReadOnlyList<ReactionKey> reactions)
    {
        if (reactions.Count == 0)
            return;
        var messages = reactions.Select(one => (one.Room, one.MessageId)).Distinct().ToArray();
        batch.Add(PostgresStatements.FindReactions)
            .With<string[]>([.. messages.Select(one => one.Room)]).With<Guid[]>([.. messages.Select(one => one.MessageId)]);
        batch.Add(PostgresStatements.FindReacted)
            .With(Column(reactions, one => one.Room))
            .With(Column(reactions, one => one.MessageId))
            .With(Column(reactions, one => one.Emoji))
            .With(Column(reactions, one => one.UserId));
        // So many that the newest are still known after each of the batch was taken back.
        var tallies = reactions.Where(one => !one.IsOn).Select(one => (one.Room, one.MessageId, one.Emoji)).Distinct().ToArray();
        batch.Add(PostgresStatements.FindReactors)
            .With<string[]>([.. tallies.Select(one => one.Room)])
            .With<Guid[]>([.. tallies.Select(one => one.MessageId)])
            .With<string[]>([.. tallies.Select(one => one.Emoji)])
            .With((long)ChatLimits.ReactionUsers + reactions.Count);
    }

    public static async Task LoadReactionsAsync(
        this NpgsqlDataReader reader, IReadOnlyList<ReactionKey> reactions, ReactionRows rows, CancellationToken cancellationToken)
    {
        if (reactions.Count == 0)
            return;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Load(reader.GetInt64(ReactionReads.Next), ReactionReads.Read(reader));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadReacted(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadReactor(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3));
    }

    public static void ChangeReactions(this NpgsqlBatch batch, ReactionRows rows)
    {
        var added = rows.Set.Where(one => one.Value is not null).ToList();
        var gone = rows.Set.Where(one => one.Value is null).ToList();
        if (added.Count > 0)
            batch.Add(PostgresStatements.AddReactions).WithKeys(added).With(Column(added, one => one.Value!.Value));
        if (gone.Count > 0)
            batch.Add(PostgresStatements.RemoveReactions).WithKeys(gone);
        if (rows.Changed.Count == 0)
            return;
        var changed = rows.Changed.ToList();
        batch.Add(PostgresStatements.ChangeReactions)
            .With(Column(changed, one => one.Key.RoomId))
            .With(Column(changed, one => one.Value.Sequence))
            .With(Column(changed, one => one.Value.Revision))
            .With(Column(changed, one => one.Key.MessageId))
            .With(Column(changed, one => ReactionTallies.ToColumn(one.Value.Tallies)));
    }

    private static NpgsqlBatchCommand WithKeys(
        this NpgsqlBatchCommand command,
        List<KeyValuePair<(long RoomId, long Sequence, string Emoji, string UserId), long?>> set) => command
        .With(Column(set, one => one.Key.RoomId))
        .With(Column(set, one => one.Key.Sequence))
        .With(Column(set, one => one.Key.Emoji))
        .With(Column(set, one => one.Key.UserId));

    private static TColumn[] Column<T, TColumn>(IReadOnlyList<T> rows, Func<T, TColumn> read) => [.. rows.Select(read)];
}

/// <summary>A reaction that a batch sets.</summary>
internal readonly record struct ReactionKey(string Room, Guid MessageId, string Emoji, string UserId, bool IsOn);

/// <summary>Reads the reactions to a message out of a result, in the columns of <see cref="PostgresStatements"/>.</summary>
internal static class ReactionReads
{
    /// <summary>The column after those of the reactions.</summary>
    public const int Next = 4;

    public static MessageReactions Read(NpgsqlDataReader row) => new()
    {
        MessageId = row.GetGuid(0).ToString(),
        Sequence = row.GetInt64(1),
        Revision = row.GetInt64(2),
        Tallies = ReactionTallies.Read(row.GetString(3)),
    };

    /// <summary>All of the next result.</summary>
    public static async Task<List<MessageReactions>> ReadNextAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var found = new List<MessageReactions>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(Read(reader));
        return found;
    }
}
