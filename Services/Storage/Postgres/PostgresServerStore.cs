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
                batch.Add(PostgresStatements.HistoryForService).With(room).With(before ?? long.MaxValue).With(limit + 1L);
                batch.Add(PostgresStatements.HistoryReactions).With(room).With(before ?? long.MaxValue).With((long)limit);
                return await PostgresPages.HistoryAsync(batch, limit, hasInfo: false, cancel);
            },
            cancellationToken);

    public Task<UpdatePage?> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, cancel) =>
            {
                await using var batch = new NpgsqlBatch(session);
                batch.Add(PostgresStatements.UpdatesForService).With(room).With(after).With((long)limit);
                return await PostgresPages.UpdatesAsync(batch, room, after, limit, cancel);
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

    public Task<FoundRoom?> FindRoomAsync(string room, CancellationToken cancellationToken) => database.ReadAsync<FoundRoom?>(
        async (session, cancel) =>
        {
            await using var batch = new NpgsqlBatch(session);
            batch.Add(PostgresStatements.FindUsedRoom).With(room);
            batch.Add(PostgresStatements.FindSettings).With<string[]>([room]);
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            if (!await reader.ReadAsync(cancel))
                return null;
            var found = ReadRoom(reader);
            return await SettingsBatch.ReadInfoAsync(reader, cancel) is { } info ? new(found, info) : null;
        },
        cancellationToken);

    public Task<RoomsPage> ReadRoomsAsync(string? prefix, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.ListAllRooms, session)
                    .With(after ?? "").With(prefix ?? "").With(RoomPrefix.EndOf(prefix)).With(limit + 1L);
                var rooms = await command.ReadAllAsync(ReadRoom, cancel);
                return new RoomsPage(rooms[..Math.Min(limit, rooms.Count)], rooms.Count > limit);
            },
            cancellationToken);

    public Task<UserRoomsPage> ReadRoomsOfAsync(string userId, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.ListRoomsOf, session)
                    .With(userId).With(after ?? "").With(limit + 1L);
                var rooms = await command.ReadAllAsync(row => (ReadRoom(row), row.GetString(3)), cancel);
                return new UserRoomsPage(rooms[..Math.Min(limit, rooms.Count)], rooms.Count > limit);
            },
            cancellationToken);

    public async Task<MemberPage?> ReadMembersAsync(string room, string? after, int limit, CancellationToken cancellationToken)
    {
        var page = await PostgresMembers.ReadAsync(
            database,
            room,
            session => new NpgsqlCommand(PostgresStatements.PageAllMembers, session).With(room).With(after ?? "").With(limit + 1L),
            cancellationToken);
        return page?.UpTo(limit);
    }

    public Task<ReportsPage?> ReadReportsAsync(
        string room, long after, string? afterUserId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<ReportsPage?>(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.ListReports, session)
                    .With(room).With(after).With(afterUserId ?? "").With(limit + 1L);
                var rows = await command.ReadAllAsync(
                    row => row.IsDBNull(0)
                        ? (StoredReport?)null
                        : new(row.GetGuid(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4)),
                    cancel);
                StoredReport[] reports = [.. rows.OfType<StoredReport>()];
                return rows.Count == 0 ? null : new ReportsPage(reports[..Math.Min(limit, reports.Length)], reports.Length > limit);
            },
            cancellationToken);

    public Task<BansPage?> ReadBansAsync(string room, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<BansPage?>(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.ListBans, session)
                    .With(room).With(after ?? "").With(limit + 1L);
                var rows = await command.ReadAllAsync(
                    row => row.IsDBNull(0) ? (StoredBan?)null : new(row.GetString(0), row.GetString(1), row.GetInt64(2)), cancel);
                StoredBan[] bans = [.. rows.OfType<StoredBan>()];
                return rows.Count == 0 ? null : new BansPage(bans[..Math.Min(limit, bans.Length)], bans.Length > limit);
            },
            cancellationToken);

    private static StoredRoom ReadRoom(NpgsqlDataReader row) => new(row.GetString(0), row.GetBoolean(1), row.GetInt64(2));
}
