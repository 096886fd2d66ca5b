using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Rooms and memberships in the PostgreSQL database.</summary>
internal sealed class PostgresRoomStore(PostgresDatabase database) : IRoomStore
{
    public Task<Membership?> FindMemberAsync(
        string room, string userId, CancellationToken cancellationToken) => database.ReadAsync<Membership?>(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.FindMember, session).With(room).With(userId);
            return await command.ReadAllAsync(row => new Membership(PostgresMembers.Read(row), row.GetInt64(3)), cancel)
                is [var member] ? member : null;
        },
        cancellationToken);

    public Task<bool> IsVisibleAsync(string room, string userId, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.IsVisible, session).With(room).With(userId);
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
            var rooms = await command.ReadAllAsync(ReadRoom, cancel);
            var hasMore = rooms.Count > limit;
            if (hasMore)
                rooms.RemoveAt(limit);
            return new RoomPage([.. rooms], hasMore);
        },
        cancellationToken);

    public Task<bool> ProvisionPrivateRoomAsync(
        string room, IReadOnlyList<ChatUser> members, long now, CancellationToken cancellationToken) => database.WriteAsync(
        async (session, cancel) =>
        {
            var ((id, isPrivate, isFree, _, _, _), wasMarked) = await FindOrAddAsync(session, room, cancel);
            await using var batch = new NpgsqlBatch(session);
            if (wasMarked)
                batch.Add(PostgresStatements.EnsureOwner).With<long[]>([id]);
            if (!isPrivate && !isFree)
            {
                batch.Add(PostgresStatements.Commit);
                await batch.ExecuteNonQueryAsync(cancel);
                return false;
            }

            var rows = new PostgresRows();
            for (var index = 0; index < members.Count; index++)
            {
                var role = index == 0 ? RoomRoles.Owner : RoomRoles.Member;
                rows.Members.Changes[(id, members[index].UserId)] = new MemberChange { Added = role, Name = members[index].Name };
            }

            if (isFree)
                batch.Add(PostgresStatements.MakePrivate).With(id);
            batch.ChangeMembers(rows, now);
            batch.Add(PostgresStatements.Commit);
            await batch.ExecuteNonQueryAsync(cancel);
            return true;
        },
        cancellationToken);

    /// <summary>Begins a transaction in which the room is this node's alone. Also whether it was marked as free and is in use.</summary>
    private static async Task<(RoomRow Row, bool WasMarked)> FindOrAddAsync(
        NpgsqlConnection session, string room, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session);
        batch.Add(PostgresStatements.Begin);
        batch.Add(PostgresStatements.AddRooms).With<string[]>([room]);
        batch.Add(PostgresStatements.LockRooms).With<string[]>([room]);
        batch.Add(PostgresStatements.TakeUsed).With<string[]>([room]);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var row = PostgresRows.ReadRoom(reader);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (row with { IsFree = false }, true) : (row, false);
    }

    private static RoomSummary ReadRoom(NpgsqlDataReader row) =>
        new() { Room = row.GetString(0), IsPrivate = row.GetBoolean(1), IsMember = row.GetBoolean(2), Head = row.GetInt64(3) };
}
