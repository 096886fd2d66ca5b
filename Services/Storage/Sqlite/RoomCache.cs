using System.Diagnostics.CodeAnalysis;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// Rooms, memberships and bans from the server as the writer's connection read or wrote them last: a post reads nothing. SQLite has one
/// writer, so only this connection changes them, or a program beside the server: <see cref="Continue"/> finds the latter. The cache
/// belongs to the connection and is discarded with it after any error, so it never holds what was not committed. A free room
/// is not in it: the next batch makes it, or finds that it is in use.
/// </summary>
internal sealed class RoomCache
{
    /// <summary>The most rooms and memberships together, about 15 MB. A full cache begins again.</summary>
    public const int Capacity = 65_536;

    private readonly Dictionary<string, Entry> _rooms = [];
    private long? _version;
    private int _roles;

    public string? Epoch { get; set; }

    /// <summary>All users who are banned from the server; null if they were not read yet.</summary>
    public HashSet<string>? Barred { get; set; }

    public int Count => _rooms.Count + _roles;

    /// <summary>
    /// Called in each transaction that uses the cache, with <c>data_version</c> as it is there. It changes if another connection
    /// committed anything; then the cache is cleared.
    /// </summary>
    public void Continue(long version)
    {
        if (_version != version)
            Clear();
        _version = version;
    }

    public void Clear()
    {
        _rooms.Clear();
        (_version, _roles, Epoch, Barred) = (null, 0, null, null);
    }

    public RoomRow? Find(string room) => _rooms.TryGetValue(room, out var entry) ? entry.Row : null;

    public void Add(string room, in RoomRow row)
    {
        MakePlace();
        _rooms[room] = new() { Row = row };
    }

    public void SetHead(BatchRoom room)
    {
        if (_rooms.TryGetValue(room.Name, out var entry))
            entry.Row = entry.Row with { Head = room.Head, MessageCount = room.MessageCount, LastMessage = room.LastMessage };
    }

    /// <summary>The role of a member, if it is known.</summary>
    public bool TryFindRole(string room, string userId, [NotNullWhen(true)] out string? role)
    {
        role = null;
        return _rooms.TryGetValue(room, out var entry) && entry.Roles.TryGetValue(userId, out role);
    }

    public void AddRole(string room, string userId, string role)
    {
        MakePlace();
        if (_rooms.TryGetValue(room, out var entry) && entry.Roles.TryAdd(userId, role))
            _roles++;
    }

    public void ForgetRole(string room, string userId)
    {
        if (_rooms.TryGetValue(room, out var entry) && entry.Roles.Remove(userId))
            _roles--;
    }

    /// <summary>Forgets the room and its memberships.</summary>
    public void Forget(string room)
    {
        if (_rooms.Remove(room, out var entry))
            _roles -= entry.Roles.Count;
    }

    /// <summary>A ban from the server was given or lifted.</summary>
    public void SetBarred(string userId, bool isBarred)
    {
        if (isBarred)
            Barred?.Add(userId);
        else
            Barred?.Remove(userId);
    }

    private void MakePlace()
    {
        if (Count < Capacity)
            return;
        _rooms.Clear();
        _roles = 0;
    }

    private sealed class Entry
    {
        public RoomRow Row { get; set; }

        public Dictionary<string, string> Roles { get; } = [];
    }
}
