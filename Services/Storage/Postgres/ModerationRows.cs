using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The bans, owners and ended memberships that a batch reads, and its changes to them.</summary>
internal sealed class ModerationRows
{
    private readonly HashSet<(long RoomId, string UserId)> _bans = [];
    private readonly Dictionary<long, HashSet<string>> _owners = [];
    private readonly Dictionary<(long RoomId, string UserId), PastMembership> _ends = [];

    public List<(long RoomId, MembershipEnd MembershipEnd, string By)> Removals { get; } = [];

    /// <summary>Bans that began, with the user who gave them; null for bans that were lifted.</summary>
    public Dictionary<(long RoomId, string UserId), string?> Bans { get; } = [];

    public void LoadBan(long roomId, string userId) => _bans.Add((roomId, userId));

    public void LoadOwner(long roomId, string userId) => OwnersOf(roomId).Add(userId);

    public void LoadEnd(long roomId, string userId, PastMembership end) => _ends[(roomId, userId)] = end;

    public bool IsBanned(long roomId, string userId) => _bans.Contains((roomId, userId));

    public bool TryAddBan(long roomId, string userId, string by)
    {
        if (!_bans.Add((roomId, userId)))
            return false;
        Bans[(roomId, userId)] = by;
        return true;
    }

    public bool TryRemoveBan(long roomId, string userId)
    {
        if (!_bans.Remove((roomId, userId)))
            return false;
        Bans[(roomId, userId)] = null;
        return true;
    }

    public int CountOwners(long roomId) => OwnersOf(roomId).Count;

    public void SetOwner(long roomId, string userId, bool isOwner)
    {
        if (isOwner)
            OwnersOf(roomId).Add(userId);
        else
            OwnersOf(roomId).Remove(userId);
    }

    public void AddRemoval(long roomId, MembershipEnd removal, string by)
    {
        Removals.Add((roomId, removal, by));
        _ends[(roomId, removal.UserId)] = new(removal.Revision, removal.MutedUntil);
    }

    public PastMembership? FindEnd(long roomId, string userId) => _ends.TryGetValue((roomId, userId), out var end) ? end : null;

    private HashSet<string> OwnersOf(long roomId)
    {
        if (!_owners.TryGetValue(roomId, out var owners))
            _owners.Add(roomId, owners = []);
        return owners;
    }
}
