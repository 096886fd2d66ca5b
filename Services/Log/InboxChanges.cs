namespace SignalRChat.Services.Log;

/// <summary>
/// The entries of inboxes that a batch changes. They are numbered at the end of its transaction, in the order of the users.
/// </summary>
internal sealed class InboxChanges
{
    /// <summary>
    /// The most members whose entries a new title changes. In a larger room it would lock more rows than a change of the settings is
    /// worth: there the updates of the room have the title, and so does the next change of the entry.
    /// </summary>
    public const int MostMembers = 1_000;

    private readonly HashSet<(string UserId, long RoomId)> _entries = [];
    private readonly HashSet<long> _rooms = [];

    public bool IsEmpty => _entries.Count == 0 && _rooms.Count == 0;

    public IReadOnlyCollection<(string UserId, long RoomId)> Entries => _entries;

    /// <summary>The rooms of which every member's entry changes.</summary>
    public IReadOnlyCollection<long> Rooms => _rooms;

    public void Add(long roomId, string userId) => _entries.Add((userId, roomId));

    public void Add(long roomId) => _rooms.Add(roomId);
}
