using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads one page of a room; null if the statement finds no room, or no member.</summary>
internal static class PostgresPages
{
    /// <summary>Messages, and then reactions.</summary>
    public static async Task<UpdatePage?> UpdatesAsync(NpgsqlBatch batch, long after, int limit, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await UpdatesAndReactionsAsync(reader, after, limit, cancellationToken);
    }

    /// <summary>With the memberships that ended in it; a page of many of them ends with the last that was read.</summary>
    public static async Task<UpdatePage?> UpdatesAndRemovalsAsync(
        NpgsqlBatch batch, long after, int limit, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (await UpdatesAndReactionsAsync(reader, after, limit, cancellationToken) is not { } page)
            return null;

        await reader.NextResultAsync(cancellationToken);
        var removals = new List<MembershipEnd>();
        while (await reader.ReadAsync(cancellationToken))
            removals.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        if (removals.Count == limit)
            page = page.UpTo(removals[^1].Revision);
        return page with { Removals = [.. removals.Where(removal => removal.Revision <= page.Through)] };
    }

    private static async Task<UpdatePage?> UpdatesAndReactionsAsync(
        NpgsqlDataReader reader, long after, int limit, CancellationToken cancellationToken)
    {
        if (await UpdatesAsync(reader, after, limit, cancellationToken) is not { } page)
            return null;
        var reactions = await ReactionReads.ReadNextAsync(reader, cancellationToken);
        return reactions.Count == 0 ? page : page.With(reactions, limit);
    }

    private static async Task<UpdatePage?> UpdatesAsync(NpgsqlDataReader reader, long after, int limit, CancellationToken cancellationToken)
    {
        if (await ReadAsync(reader, cancellationToken) is not var (messages, head, epoch))
            return null;
        if (after >= head)
            return new UpdatePage(epoch, [], head, head);

        messages.Sort((one, other) => one.Revision.CompareTo(other.Revision));
        var last = messages.Count == 0 ? after : messages[^1].Revision;
        return new UpdatePage(epoch, [.. messages], messages.Count < limit ? head : last, head);
    }

    public static async Task<HistoryPage?> HistoryAsync(NpgsqlBatch batch, int limit, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (await ReadAsync(reader, cancellationToken) is not var (messages, head, epoch))
            return null;

        messages.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        var hasMore = messages.Count > limit;
        if (hasMore)
            messages.RemoveAt(0);
        return new HistoryPage(epoch, [.. messages], hasMore, head).With(await ReactionReads.ReadNextAsync(reader, cancellationToken));
    }

    private static async Task<(List<ChatMessage> Messages, long Head, string Epoch)?> ReadAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
            return null;

        var (head, epoch) = (reader.GetInt64(PostgresMessageRow.Next), reader.ReadEpoch(PostgresMessageRow.Next + 1));
        var messages = new List<ChatMessage>();
        if (reader.IsDBNull(0))
            return (messages, head, epoch);
        do
            messages.Add(PostgresMessageRow.Read(reader));
        while (await reader.ReadAsync(cancellationToken));
        return (messages, head, epoch);
    }
}
