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
            var rooms = await command.ReadAllAsync(ReadRoom, cancel);
            var hasMore = rooms.Count > limit;
            if (hasMore)
                rooms.RemoveAt(limit);
            return new RoomPage([.. rooms], hasMore);
        },
        cancellationToken);

    private static RoomStanding ReadStanding(NpgsqlDataReader row) => new(
        Exists: true,
        IsPrivate: row.GetBoolean(5),
        row.IsDBNull(0) ? null : new Membership(PostgresMembers.Read(row), row.GetInt64(3), row.ReadEpoch(4)));

    private static RoomSummary ReadRoom(NpgsqlDataReader row) =>
        new() { Room = row.GetString(0), IsPrivate = row.GetBoolean(1), IsMember = row.GetBoolean(2), Head = row.GetInt64(3) };
}
