using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The inboxes in the PostgreSQL database.</summary>
internal sealed class PostgresInboxStore(PostgresDatabase database, TimeProvider time) : IInboxStore
{
    public Task CompleteInboxAsync(string userId, CancellationToken cancellationToken) => database.WriteAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.CompleteInbox, session).With(userId);
            return await command.ExecuteNonQueryAsync(cancel);
        },
        cancellationToken);

    public Task<InboxPage> ReadInboxAsync(string userId, long after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            await using var command = new NpgsqlCommand(PostgresStatements.ReadInbox, session).With(userId).With(after).With((long)limit);
            var rows = await command.ReadAllAsync(
                row => (
                    Epoch: row.ReadEpoch(0),
                    Head: row.GetInt64(1),
                    Entry: row.IsDBNull(PostgresInboxRow.First) ? null : PostgresInboxRow.Read(row, now)),
                cancel);
            return InboxPage.Of(rows[0].Epoch, [.. rows.Select(row => row.Entry).OfType<InboxEntry>()], after, limit, rows[0].Head);
        },
        cancellationToken);

    public Task<ReadMark[]> MarkReadAsync(IReadOnlyList<ReadRequest> batch, CancellationToken cancellationToken) => database.WriteAsync(
        (session, cancel) => PostgresReadCursors.MoveAsync(session, batch, cancel), cancellationToken);

    public Task<ReadCursorsRead?> ReadCursorsAsync(string room, string userId, int mostMembers, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (session, cancel) => PostgresReadCursors.ListAsync(session, room, userId, mostMembers, cancel), cancellationToken);

    public Task<InboxEntry?[]> ReadActivityAsync(
        IReadOnlyList<(string UserId, string Room)> pairs, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            await using var command = new NpgsqlCommand(PostgresStatements.ReadActivity, session)
                .With<string[]>([.. pairs.Select(pair => pair.UserId)]).With<string[]>([.. pairs.Select(pair => pair.Room)]);
            var entries = new InboxEntry?[pairs.Count];
            foreach (var (place, entry) in await command.ReadAllAsync(row => (row.GetInt64(0), PostgresInboxRow.Read(row, now)), cancel))
                entries[place - 1] = entry;
            return entries;
        },
        cancellationToken);

    /// <summary>Unlike the list of changed rooms it keeps no rows: the row of an inbox has its latest transaction.</summary>
    public async Task<ChangedInboxes?> ReadInboxChangesAsync(string? place, CancellationToken cancellationToken)
    {
        var changes = await PostgresChangeList.ReadAsync(
            database, PostgresStatements.InboxChanges, place, (row, users) => users.Add(row.GetString(3)), time, cancellationToken);
        return new(changes.Epoch, changes.Place.ToString(), changes.Names);
    }
}
