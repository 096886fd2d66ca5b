using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// Reads and writes immediately: a statement needs no round trip to a server. It keeps the rooms and
/// memberships that it reads in the connection's <see cref="RoomCache"/>. After a change their new value is set, or forgotten if it
/// follows from the rows.
/// </summary>
internal sealed partial class SqliteRows(SqliteSession session) : IBatchRows
{
    private readonly InboxChanges _inboxes = new();

    public IEventRows Readers => new SqliteReaderRows(session);

    public void Find(BatchRoom room)
    {
        var row = session.Rooms.Find(room.Name);
        room.IsFromMemory = row is not null;
        if (row is null)
        {
            row = FindRoom(room.Name);
            if (row is { IsFree: false } found)
                session.Rooms.Add(room.Name, found with { MayLackOwner = false });
        }
        if (row is { } exists)
            room.Exists(exists);
    }

    /// <summary>Null where there is no room of this name. One that is marked as free is.</summary>
    private RoomRow? FindRoom(string room)
    {
        if (ReadRoom(session, room) is not { } row)
            return null;
        var isUsed = row.IsFree && session.Run(SqliteStatements.TakeUsed, row.Id) > 0;
        return isUsed ? row with { IsFree = false, MayLackOwner = true } : row;
    }

    public void Make(BatchRoom room, NewRoom made, long now)
    {
        var (isDirect, madeAt) = (made.IsDirect ? true : (bool?)null, made.MadeBy is null ? (long?)null : now);
        if (room.IsFree)
        {
            session.Run(SqliteStatements.TakeRoom, made.IsPrivate, isDirect, made.MadeBy, madeAt, made.Title, made.Data, room.Id);
        }
        else
        {
            var id = (long)session.Find(
                SqliteStatements.AddRoom, room.Name, made.IsPrivate, isDirect, made.MadeBy, madeAt, made.Title, made.Data)!;
            room.Exists(new(id, made.IsPrivate, IsFree: false, 0, made.MadeBy, madeAt));
        }
        room.Make(made, now);
    }

    public int CountRooms(string userId, int most) => (int)(long)session.Find(SqliteStatements.CountRooms, userId, most)!;

    public int CountMembers(BatchRoom room) =>
        room.Id == 0 ? 0 : (int)(long)session.Find(SqliteStatements.CountMembers, room.Id)!;

    public int CountMade(string userId, long now) =>
        (int)(long)session.Find(SqliteStatements.CountMade, userId, RoomRow.CountedSince(now))!;

    public void SetHead(BatchRoom room)
    {
        session.Prepared(SqliteStatements.SetHead)
            .Set(1, room.Head).Set(2, room.MessageCount).Set(3, room.LastMessage).Set(4, room.Id).Run();
        session.Rooms.SetHead(room);
    }

    public void ChangeInbox(BatchRoom room, string userId) => _inboxes.Add(room.Id, userId);

    public void ChangeInboxes(BatchRoom room) => _inboxes.Add(room.Id);

    /// <summary>Numbers the entries of inboxes that the batch has changed. Returns their users.</summary>
    public IReadOnlyCollection<string> NumberInboxes() => SqliteInbox.Number(session, _inboxes);

    public bool IsBarred(string userId) => (session.Rooms.Barred ??= SqliteUserStore.ReadBarred(session)).Contains(userId);

    /// <summary>
    /// The role of a member comes from memory. For any other user the statements are always the same, so that the time does not show
    /// whether a private room exists.
    /// </summary>
    public string? FindRole(BatchRoom room, string userId)
    {
        if (session.Rooms.TryFindRole(room.Name, userId, out var role))
            return role;
        var member = session.Prepared(SqliteStatements.FindMember).Set(1, room.Id).Set(2, userId)
            .First<(string? Role, long? MutedUntil)>(row => (row.GetString(0), row.IsNull(1) ? null : row.GetInt64(1)));
        role = member.Role;
        room.SetMute(userId, member.MutedUntil);
        // The memory does not hold mutes.
        if (role is not null && member.MutedUntil is null)
            session.Rooms.AddRole(room.Name, userId, role);
        else if (role is null && room is { IsPrivate: true, IsFromMemory: true })
            Reread(room);
        return role;
    }

    public void AddMember(BatchRoom room, ChatUser user, string role, long now)
    {
        session.Run(SqliteStatements.AddMember, room.Id, user.UserId, user.Name, role, now);
        SqliteReadCursors.Set(session, room, user.UserId);
        session.Rooms.ForgetRole(room.Name, user.UserId);
    }

    public void RenameMember(BatchRoom room, ChatUser user) =>
        session.Run(SqliteStatements.RenameMember, user.Name, room.Id, user.UserId);

    public void RemoveMember(BatchRoom room, string userId)
    {
        session.Run(SqliteStatements.RemoveMember, room.Id, userId);
        session.Rooms.ForgetRole(room.Name, userId);
    }

    public MemberRow? FindMember(BatchRoom room, string userId) => SqliteMembers.Find(session, room.Id, userId);

    public void ChangeMember(BatchRoom room, ChangedMember member)
    {
        SqliteMembers.Change(session, room.Id, member);
        session.Rooms.ForgetRole(room.Name, member.UserId);
    }

    public int CountOwners(BatchRoom room) => (int)(long)session.Find(SqliteStatements.CountOwners, room.Id)!;

    public string? FindHeir(BatchRoom room, long now) =>
        CountOwners(room) > 0 ? null : session.Find(SqliteStatements.FindHeir, room.Id) as string;

    public RoomSettings FindSettings(BatchRoom room) => SqliteSettings.Find(session, room.Id);

    public void SetSettings(BatchRoom room, RoomSettings settings)
    {
        SqliteSettings.Change(session, room.Id, settings);
        session.Rooms.Forget(room.Name);
    }

    public long? FindLastPost(BatchRoom room, string userId) =>
        session.Find(SqliteStatements.FindLastPost, room.Id, userId) as long?;

    public void SetLastPost(BatchRoom room, string userId, long now) =>
        session.Run(SqliteStatements.SetLastPost, now, room.Id, userId);

    public void FreeIfEmpty(BatchRoom room)
    {
        if (session.Run(SqliteStatements.FreeRoom, room.Id) == 0)
            return;
        session.Run(SqliteStatements.ForgetBans, room.Id);
        session.Run(SqliteStatements.ForgetMutes, room.Id);
        session.Rooms.Forget(room.Name);
    }

    public void AddRemoval(BatchRoom room, MembershipEnd removal, string by, long now)
    {
        session.Run(SqliteStatements.ForgetRemovals, room.Id, removal.UserId, now - MembershipEnd.KeptBesideNewer);
        var (code, name, role) = (removal.Code, removal.Name, removal.Role);
        session.Run(
            SqliteStatements.AddRemoval, room.Id, removal.Revision, removal.UserId, code, by, now, name, role, removal.MutedUntil);
    }

    public PastMembership? FindEnd(BatchRoom room, string userId) => SqliteMembers.FindEnd(session, room.Id, userId);

    public bool HasBlock(string userId, string otherId) => session.Find(SqliteStatements.FindBlock, userId, otherId) is not null;

    public bool IsBlocking(string userId, string otherId) => session.Find(SqliteStatements.IsBlocking, userId, otherId) is not null;

    public bool IsBlockedIn(BatchRoom room, string userId) =>
        session.Find(SqliteStatements.FindBlockIn, userId, room.Id) is not null;

    public int CountBlocks(string userId) => (int)(long)session.Find(SqliteStatements.CountBlocks, userId)!;

    public void SetBlock(string userId, string otherId, bool isOn, long now)
    {
        if (isOn)
            session.Run(SqliteStatements.AddBlock, userId, otherId, now);
        else
            session.Run(SqliteStatements.RemoveBlock, userId, otherId);
    }

    public void SetReport(BatchRoom room, ChatMessage message, string userId, string reason, long now) =>
        session.Run(SqliteStatements.SetReport, room.Id, message.Sequence, userId, reason, now);

    public UserProfile FindProfile(string userId) => SqliteUserStore.FindProfile(session, userId);

    public void SetProfile(string userId, UserProfile profile) => SqliteUserStore.SetProfile(session, userId, profile);

    public bool IsBanned(BatchRoom room, string userId) => session.Find(SqliteStatements.FindBan, room.Id, userId) is not null;

    public bool TryAddBan(BatchRoom room, string userId, string by, long now) =>
        session.Run(SqliteStatements.AddBan, room.Id, userId, by, now) > 0;

    public bool TryRemoveBan(BatchRoom room, string userId) => session.Run(SqliteStatements.RemoveBan, room.Id, userId) > 0;

    public MessageReactions? FindReactions(BatchRoom room, ChatMessage message) =>
        SqliteReactions.Find(session, room.Id, message.Sequence);

    public bool HasReacted(BatchRoom room, ChatMessage message, string emoji, string userId) =>
        SqliteReactions.HasReacted(session, room.Id, message.Sequence, emoji, userId);

    public string[] FindReactors(BatchRoom room, ChatMessage message, string emoji, int limit) =>
        SqliteReactions.Newest(session, room.Id, message.Sequence, emoji, limit);

    public void SetReaction(BatchRoom room, ChatMessage message, string emoji, string userId, bool isOn, long revision)
    {
        if (isOn)
            SqliteReactions.Add(session, room.Id, message.Sequence, emoji, userId, revision);
        else
            SqliteReactions.Remove(session, room.Id, message.Sequence, emoji, userId);
    }

    public void ChangeReactions(BatchRoom room, Guid id, MessageReactions reactions) =>
        SqliteReactions.Change(session, room.Id, Key(id), reactions);

    public static string Epoch(SqliteSession session) => session.Prepared(SqliteStatements.Epoch).First(row => row.GetString(0))!;

    private void Reread(BatchRoom room)
    {
        ReadRoom(session, room.Name);
        room.IsFromMemory = false;
    }

    private static RoomRow? ReadRoom(SqliteSession session, string room) =>
        session.Prepared(SqliteStatements.FindRoom).Set(1, room).First<RoomRow?>(row =>
        {
            var (madeBy, madeAt) = (row.IsNull(4) ? null : row.GetString(4), row.IsNull(5) ? (long?)null : row.GetInt64(5));
            return new(row.GetInt64(0), row.GetInt64(1) != 0, row.GetInt64(3) != 0, row.GetInt64(2), madeBy, madeAt)
            {
                Policy = RoomPolicy.Of(
                    row.IsNull(6) ? null : row.GetString(6),
                    row.IsNull(7) ? null : (int)row.GetInt64(7),
                    row.IsNull(8) ? null : row.GetInt64(8)),
                MessageCount = row.GetInt64(9),
                LastMessage = row.GetInt64(10),
            };
        });
}
