using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>What backends read, in the PostgreSQL database.</summary>
internal sealed class PostgresServerStore(PostgresDatabase database) : IServerStore
{
    public Task<HistoryPage?> ReadHistoryAsync(string room, long? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, cancel) =>
            {
                await using var batch = new NpgsqlBatch(session);
                batch.Add(PostgresStatements.History).With(room).With(before ?? long.MaxValue).With(limit + 1L);
                batch.Add(PostgresStatements.HistoryReactions).With(room).With(before ?? long.MaxValue).With((long)limit);
                return await PostgresPages.HistoryAsync(batch, limit, cancel);
            },
            cancellationToken);

    public Task<ChatMessage?> FindMessageAsync(string room, Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.FindMessages, session)
                .With<string[]>([room]).With<Guid[]>([id]);
            return (await command.ReadAllAsync(PostgresMessageRow.Read, cancel)).FirstOrDefault();
        },
        cancellationToken);
}
