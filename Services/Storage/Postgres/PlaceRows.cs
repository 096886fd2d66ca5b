namespace SignalRChat.Services.Storage.Postgres;

/// <summary>How many rooms users are members of, and how many members rooms have, as far as a batch needs to know it.</summary>
internal sealed class PlaceRows
{
    private readonly Dictionary<string, int> _rooms = [];
    private readonly Dictionary<long, int> _members = [];

    public void LoadRooms(string userId, int rooms) => _rooms[userId] = rooms;

    public void LoadMembers(long roomId, int members) => _members[roomId] = members;

    public int CountRooms(string userId) => _rooms[userId];

    public int CountMembers(long roomId) => _members.GetValueOrDefault(roomId);

    /// <summary>A membership began or ended.</summary>
    public void Change(long roomId, string userId, int step)
    {
        if (_rooms.TryGetValue(userId, out var rooms))
            _rooms[userId] = rooms + step;
        if (_members.TryGetValue(roomId, out var members))
            _members[roomId] = members + step;
    }
}
