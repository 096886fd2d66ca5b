using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads one page of a room; null if the statement finds no room, or no member.</summary>
internal static class PostgresPages
{
    /// <summary>Adds what a page has besides its messages to the statement that reads these, and reads it.</summary>
    public static async Task<UpdatePage?> UpdatesAsync(
        NpgsqlBatch batch, string room, long after, int limit, CancellationToken cancellationToken)
    {
        batch.Add(PostgresStatements.Reactions).With(room).With(after).With((long)limit);
        batch.Add(PostgresStatements.Members).With(room).With(after).With((long)limit);
        batch.Add(PostgresStatements.Settings).With(room).With(after);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (await UpdatesAsync(reader, after, limit, cancellationToken) is not { } page)
            return null;
        page = page.With(await ReactionReads.ReadNextAsync(reader, cancellationToken), limit);
        page = page.With(await ReadMembersAsync(reader, cancellationToken), limit);
        return page.With(await SettingsBatch.ReadInfoAsync(reader, cancellationToken));
    }

    private static async Task<List<MemberEntry>> ReadMembersAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var members = new List<MemberEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var member = new ChangedMember
            {
                UserId = reader.GetString(0),
                Name = reader.GetString(1),
                Role = reader.GetString(2),
                MutedUntil = reader.IsDBNull(3) ? null : reader.GetInt64(3),
                Left = reader.IsDBNull(4) ? null : reader.GetString(4),
                Revision = reader.GetInt64(5),
            };
            members.Add(new(member, IsMember: reader.GetBoolean(6)));
        }
        return members;
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

    public static async Task<HistoryPage?> HistoryAsync(
        NpgsqlBatch batch, int limit, bool hasInfo, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (await ReadAsync(reader, cancellationToken) is not var (messages, head, epoch))
            return null;

        messages.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        var hasMore = messages.Count > limit;
        if (hasMore)
            messages.RemoveAt(0);
        var page = new HistoryPage(epoch, [.. messages], hasMore, head).With(await ReactionReads.ReadNextAsync(reader, cancellationToken));
        return hasInfo ? page with { Info = await SettingsBatch.ReadInfoAsync(reader, cancellationToken) } : page;
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
