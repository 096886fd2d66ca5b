using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Rooms and memberships in the PostgreSQL database.</summary>
internal sealed class PostgresRoomStore(PostgresDatabase database) : IRoomStore
{
    public Task<RoomStanding> FindStandingAsync(
        string room, string userId, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.FindStanding, session).With(room).With(userId);
            return await command.ReadAllAsync(ReadStanding, cancel) is [var standing] ? standing : default;
        },
        cancellationToken);

    public Task<bool> IsBlockedInAsync(string room, string userId, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.FindBlockedIn, session)
                .With<string[]>([room]).With<string[]>([userId]);
            return await command.ExecuteScalarAsync(cancel) is not null;
        },
        cancellationToken);

    public async Task<MemberPage?> ReadMembersAsync(string room, string userId, int limit, CancellationToken cancellationToken) =>
        await PostgresMembers.ReadAsync(
            database,
            room,
            session => new NpgsqlCommand(PostgresStatements.ListMembers, session).With(room).With(userId).With((long)limit),
            cancellationToken);

    public async Task<MemberPage?> ReadMemberPageAsync(
        string room, string userId, string? after, int limit, CancellationToken cancellationToken)
    {
        var page = await PostgresMembers.ReadAsync(
            database,
            room,
            session => new NpgsqlCommand(PostgresStatements.PageMembers, session)
                .With(room).With(userId).With(after ?? "").With(limit + 1L),
            cancellationToken);
        return page?.UpTo(limit);
    }

    public Task<RoomMember[]> ReadMembersAsync(
        string room, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.ListTheseMembers, session)
                .With(room).With<string[]>([.. userIds]);
            return (await command.ReadAllAsync(PostgresMembers.Read, cancel)).ToArray();
        },
        cancellationToken);

    public Task<bool[]> AreMembersAsync(
        IReadOnlyList<(string Room, string UserId)> asked, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.AreMembers, session)
                .With<string[]>([.. asked.Select(one => one.Room)]).With<string[]>([.. asked.Select(one => one.UserId)]);
            var are = new bool[asked.Count];
            foreach (var place in await command.ReadAllAsync(row => row.GetInt64(0), cancel))
                are[place - 1] = true;
            return are;
        },
        cancellationToken);

    public Task<RoomPage> ReadRoomsAsync(
        string userId, string? prefix, string? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.ListRooms, session)
                .With(userId).With(after ?? "").With(prefix ?? "").With(RoomPrefix.EndOf(prefix)).With(limit + 1L);
            HashSet<string>? withoutPresence = null;
            var rooms = await command.ReadAllAsync(
                row =>
                {
                    if (!row.IsDBNull(4) && row.GetString(4) == RoomPresence.Off)
                        (withoutPresence ??= []).Add(row.GetString(0));
                    return ReadRoom(row);
                },
                cancel);
            var hasMore = rooms.Count > limit;
            if (hasMore)
                rooms.RemoveAt(limit);
            return new RoomPage([.. rooms], hasMore) { WithoutPresence = withoutPresence };
        },
        cancellationToken);

    private static RoomStanding ReadStanding(NpgsqlDataReader row) => new(
        Exists: true,
        IsPrivate: row.GetBoolean(PostgresMembers.Next + 2),
        row.IsDBNull(0) ? null : ReadMembership(row));

    private static Membership ReadMembership(NpgsqlDataReader row)
    {
        const int Next = PostgresMembers.Next;
        var settings = new RoomSettings
        {
            Typing = row.IsDBNull(Next + 3) ? null : row.GetBoolean(Next + 3),
            Presence = row.IsDBNull(Next + 4) ? null : row.GetString(Next + 4),
            Posting = row.IsDBNull(Next + 5) ? null : row.GetString(Next + 5),
            ArchivedAt = row.IsDBNull(Next + 6) ? null : row.GetInt64(Next + 6),
            Revision = row.IsDBNull(Next + 7) ? null : row.GetInt64(Next + 7),
        };
        return new(PostgresMembers.Read(row), row.GetInt64(Next), row.ReadEpoch(Next + 1), EphemeralSettings.Of(settings));
    }

    private static RoomSummary ReadRoom(NpgsqlDataReader row) =>
        new() { Room = row.GetString(0), IsPrivate = row.GetBoolean(1), IsMember = row.GetBoolean(2), Head = row.GetInt64(3) };
}
