using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// The rows that a batch needs, read before, and its changes, written after: between the two nothing is sent to the server. Only
/// the last state of each row is written.
/// </summary>
internal sealed partial class PostgresRows : IBatchRows
{
    private readonly Dictionary<string, RoomRow> _rooms = [];
    private const int PolicyColumn = 8;

    private readonly HashSet<string> _added = [];
    private readonly Dictionary<string, long> _makers = [];
    private Dictionary<(long RoomId, string UserId), long>? _mutes;
    private Dictionary<(long RoomId, string UserId), long>? _lastPosts;
    private HashSet<(long RoomId, string UserId)>? _posted;
    private HashSet<string>? _barred;
    private readonly Dictionary<(long RoomId, string UserId), string> _roles = [];
    private readonly Dictionary<(long RoomId, Guid Id), ChatMessage> _messages = [];
    private Dictionary<long, RoomSettings>? _settings;

    public List<(long RoomId, Guid Id)> NewMessages { get; } = [];

    /// <summary>The ordinals of the new messages, by the same index.</summary>
    public List<long> NewOrdinals { get; } = [];

    /// <summary>The users whom a deleted message mentioned; null if there are none.</summary>
    public List<(long RoomId, Guid Id, string UserId)>? Unmentioned { get; private set; }

    public HashSet<(long RoomId, Guid Id)> ChangedMessages { get; } = [];

    public MemberRows Members { get; } = new();

    public Dictionary<long, NewRoom> Made { get; } = [];

    /// <summary>The rooms that were added so that they could be made, and that were not made.</summary>
    public long[] NotMade => [.. _added.Select(name => _rooms[name].Id).Where(id => !Made.ContainsKey(id))];

    /// <summary>The rooms in which a membership has ended: they may be free now.</summary>
    public List<long> Emptied { get; } = [];

    /// <summary>The head, the number of messages that count as unread and the newest of these, by the id of the room.</summary>
    public Dictionary<long, (long Head, long Messages, long Last)> Heads { get; } = [];

    public InboxChanges Inboxes { get; } = new();

    /// <summary>The settings that changed, by the id of the room.</summary>
    public Dictionary<long, RoomSettings>? ChangedSettings { get; private set; }

    public ModerationRows Moderation { get; } = new();

    public ReactionRows Reactions { get; } = new();

    public PlaceRows Places { get; } = new();

    public SafetyRows Safety { get; } = new();

    public UserRows Users { get; } = new();

    public EventReaderRows EventReaders { get; } = new();
    IEventRows IBatchRows.Readers => EventReaders;

    /// <summary>Null when none of the rooms exists, and no reader is moved on.</summary>
    public string? Epoch { get; set; }

    /// <summary>Rooms that another session holds: the batch must not read anything of them.</summary>
    public HashSet<string> Held { get; } = [];

    /// <summary>The database has found every message that a new one replies to.</summary>
    public bool HasAllReplies { get; set; }

    public ChatMessage this[(long RoomId, Guid Id) key] => _messages[key];

    public void LoadAdded(string room) => _added.Add(room);

    public void LoadMaker(string userId, long made) => _makers.Add(userId, made);

    /// <summary>Takes a row of <see cref="PostgresStatements.LockRooms"/>.</summary>
    /// <exception cref="EpochOverException">Nothing may be stored under the previous epoch.</exception>
    public void LoadRoom(NpgsqlDataReader row)
    {
        Epoch ??= row.ReadEpoch(4);
        _rooms.Add(row.GetString(1), ReadRoom(row));
    }

    /// <summary>A row of <see cref="PostgresStatements.LockRooms"/>.</summary>
    public static RoomRow ReadRoom(NpgsqlDataReader row)
    {
        var (madeBy, madeAt) = (row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? (long?)null : row.GetInt64(7));
        var found = new RoomRow(row.GetInt64(0), row.GetBoolean(2), row.GetBoolean(5), row.GetInt64(3), madeBy, madeAt);
        return row.FieldCount <= PolicyColumn ? found : found with
        {
            Policy = RoomPolicy.Of(
                row.IsDBNull(PolicyColumn) ? null : row.GetString(PolicyColumn),
                row.IsDBNull(PolicyColumn + 1) ? null : row.GetInt32(PolicyColumn + 1),
                row.IsDBNull(PolicyColumn + 2) ? null : row.GetInt64(PolicyColumn + 2)),
            MessageCount = row.GetInt64(PolicyColumn + 3),
            LastMessage = row.GetInt64(PolicyColumn + 4),
        };
    }

    /// <summary>Takes a row of <see cref="PostgresStatements.TakeUsed"/>.</summary>
    public void LoadUsed(NpgsqlDataReader row)
    {
        var room = row.GetString(6);
        _rooms[room] = _rooms[room] with { IsFree = false, MayLackOwner = true };
        if (!row.IsDBNull(1))
            LoadHeir(row);
    }

    /// <summary>Takes the name of a room that exists. One that does and was not locked is held by another session.</summary>
    public void LoadExisting(string room)
    {
        if (!_rooms.ContainsKey(room))
            Held.Add(room);
    }

    /// <summary>Takes a row of <see cref="PostgresStatements.FindMembers"/>.</summary>
    public void LoadMember(NpgsqlDataReader row)
    {
        var key = (row.GetInt64(0), row.GetString(1));
        _roles.Add(key, row.GetString(2));
        if (!row.IsDBNull(4))
            (_mutes ??= [])[key] = row.GetInt64(4);
        if (!row.IsDBNull(6))
            (_lastPosts ??= [])[key] = row.GetInt64(6);
        LoadHeir(row);
    }

    /// <summary>Takes a row of <see cref="PostgresStatements.FindHeirs"/>.</summary>
    public void LoadHeir(NpgsqlDataReader row)
    {
        var mutedUntil = row.IsDBNull(4) ? (long?)null : row.GetInt64(4);
        Members.Load(row.GetInt64(0), row.GetString(1), new(row.GetString(3), row.GetString(2), mutedUntil), row.GetInt64(5));
    }

    public void LoadBarred(string userId) => (_barred ??= []).Add(userId);

    public void LoadSettings(long roomId, RoomSettings settings) =>
        (_settings ??= []).Add(roomId, settings);

    public void LoadAuthor(long roomId, string userId, string role) => _roles.TryAdd((roomId, userId), role);

    /// <summary>Adds a user of whom only the membership matters.</summary>
    public void LoadMember(string room, string userId) => _roles[(_rooms[room].Id, userId)] = RoomRoles.Member;

    public void LoadMessage(long roomId, Guid id, ChatMessage message) => _messages.Add((roomId, id), message);

    public void Find(BatchRoom room)
    {
        if (_rooms.TryGetValue(room.Name, out var found))
            room.Exists(found);
    }

    /// <summary>The transaction has added the row if it was missing.</summary>
    public void Make(BatchRoom room, NewRoom made, long now)
    {
        EndCount(room, now);
        Made.Add(room.Id, made);
        if (made.MadeBy is { Length: > 0 } maker)
            _makers[maker]++;
        room.Make(made, now);
    }

    /// <summary>A room that was free no longer counts for the user who made it before.</summary>
    private void EndCount(BatchRoom room, long now)
    {
        if (room.MadeBy is { } before && room.CountsFor(before, now) && _makers.TryGetValue(before, out var made))
            _makers[before] = made - 1;
    }

    public int CountMade(string userId, long now) => (int)_makers[userId];

    public int CountRooms(string userId, int most) => Places.CountRooms(userId);

    public int CountMembers(BatchRoom room) => Places.CountMembers(room.Id);

    public void FreeIfEmpty(BatchRoom room) => Emptied.Add(room.Id);

    public void SetHead(BatchRoom room) => Heads[room.Id] = (room.Head, room.MessageCount, room.LastMessage);

    public void ChangeInbox(BatchRoom room, string userId) => Inboxes.Add(room.Id, userId);

    public void ChangeInboxes(BatchRoom room) => Inboxes.Add(room.Id);

    public bool IsBarred(string userId) => _barred is not null && _barred.Contains(userId);

    public string? FindRole(BatchRoom room, string userId)
    {
        if (_mutes is not null && _mutes.TryGetValue((room.Id, userId), out var until))
            room.SetMute(userId, until);
        return _roles.GetValueOrDefault((room.Id, userId));
    }

    public long? FindLastPost(BatchRoom room, string userId) =>
        _lastPosts is not null && _lastPosts.TryGetValue((room.Id, userId), out var last) ? last : null;

    public void SetLastPost(BatchRoom room, string userId, long now)
    {
        (_lastPosts ??= [])[(room.Id, userId)] = now;
        (_posted ??= []).Add((room.Id, userId));
    }

    /// <summary>Adds the times of posts in rooms with slow mode to the second message.</summary>
    public void SetLastPosts(NpgsqlBatch batch, long now)
    {
        if (_posted is null)
            return;
        batch.Add(PostgresStatements.SetLastPosts)
            .With<long[]>([.. _posted.Select(key => key.RoomId)]).With<string[]>([.. _posted.Select(key => key.UserId)]).With(now);
    }

    public void AddMember(BatchRoom room, ChatUser user, string role, long now)
    {
        var change = Members.ChangeOf(room.Id, user.UserId);
        (change.Added, change.Name, change.Read) = (role, user.Name, (room.Head, room.MessageCount));
        Moderation.SetOwner(room.Id, user.UserId, role == RoomRoles.Owner);
        Places.Change(room.Id, user.UserId, 1);
    }

    public void RenameMember(BatchRoom room, ChatUser user) =>
        Members.ChangeOf(room.Id, user.UserId).Name = user.Name;

    public void RemoveMember(BatchRoom room, string userId)
    {
        var change = Members.ChangeOf(room.Id, userId);
        (change.Added, change.Name, change.State) = (null, null, null);
        change.IsRemoved = true;
        Moderation.SetOwner(room.Id, userId, isOwner: false);
        Places.Change(room.Id, userId, -1);
    }

    public MemberRow? FindMember(BatchRoom room, string userId) => Members.Find(room.Id, userId);

    public void ChangeMember(BatchRoom room, ChangedMember member)
    {
        Members.ChangeOf(room.Id, member.UserId).State = member;
        Moderation.SetOwner(room.Id, member.UserId, member.Role == RoomRoles.Owner);
    }

    public int CountOwners(BatchRoom room) => Moderation.CountOwners(room.Id);

    public string? FindHeir(BatchRoom room, long now) => Members.FindHeir(room.Id, now);

    public RoomSettings FindSettings(BatchRoom room) => _settings![room.Id];

    public void SetSettings(BatchRoom room, RoomSettings settings) => (ChangedSettings ??= [])[room.Id] = settings;

    public void AddRemoval(BatchRoom room, MembershipEnd removal, string by, long now) => Moderation.AddRemoval(room.Id, removal, by);

    public PastMembership? FindEnd(BatchRoom room, string userId) => Moderation.FindEnd(room.Id, userId);

    public UserProfile FindProfile(string userId) => Users.Find(userId);

    public void SetProfile(string userId, UserProfile profile) => Users.Set(userId, profile);

    public bool HasBlock(string userId, string otherId) => Safety.HasBlock(userId, otherId);

    public bool IsBlocking(string userId, string otherId) => Safety.IsBlocking(userId, otherId);

    public bool IsBlockedIn(BatchRoom room, string userId) => Safety.IsBlockedIn(room.Id, userId);

    public int CountBlocks(string userId) => Safety.CountBlocks(userId);

    public void SetBlock(string userId, string otherId, bool isOn, long now) => Safety.SetBlock(userId, otherId, isOn);

    public void SetReport(BatchRoom room, ChatMessage message, string userId, string reason, long now) =>
        Safety.SetReport(room.Id, message.Sequence, userId, reason);

    public bool IsBanned(BatchRoom room, string userId) => Moderation.IsBanned(room.Id, userId);

    public bool TryAddBan(BatchRoom room, string userId, string by, long now) => Moderation.TryAddBan(room.Id, userId, by);

    public bool TryRemoveBan(BatchRoom room, string userId) => Moderation.TryRemoveBan(room.Id, userId);
}
