namespace SignalRChat.Services.Log;

/// <summary>
/// Reads which users belong to which room; joins and leaves are commands of <see cref="IMessageStore.CommitAsync"/>. Every method
/// throws <see cref="StorageUnavailableException"/> when the database does not answer.
/// </summary>
internal interface IRoomStore
{
    /// <summary>The standing of the user in the room, in one snapshot. The read is the same whether there is such a room or not.</summary>
    Task<RoomStanding> FindStandingAsync(string room, string userId, CancellationToken cancellationToken);

    /// <summary>Whether one of the user and the other member of this direct room blocks the other.</summary>
    Task<bool> IsBlockedInAsync(string room, string userId, CancellationToken cancellationToken);

    /// <summary>
    /// For a member: all members of the room up to <paramref name="limit"/>, by name and then id, and their total number. Returns
    /// null when the user is not a member.
    /// </summary>
    Task<MemberPage?> ReadMembersAsync(string room, string userId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// For a member: the members whose ids are after <paramref name="after"/>, by id in ordinal order, and the total number. Returns
    /// null when the user is not a member.
    /// </summary>
    Task<MemberPage?> ReadMemberPageAsync(string room, string userId, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>These users, as far as they are members of the room, by name and then id.</summary>
    Task<RoomMember[]> ReadMembersAsync(string room, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);

    /// <summary>For each of these rooms and users, whether the user is a member of the room.</summary>
    Task<bool[]> AreMembersAsync(IReadOnlyList<(string Room, string UserId)> asked, CancellationToken cancellationToken);

    /// <summary>Public rooms and those private ones the user is a member of, by name, ascending in ordinal order.</summary>
    Task<RoomPage> ReadRoomsAsync(string userId, string? prefix, string? after, int limit, CancellationToken cancellationToken);
}

/// <summary>
/// A membership as it was at a revision of an epoch, with the settings of the room: the end of an earlier one has a lower revision, and
/// the end of this one a higher.
/// Presence is not known here.
/// </summary>
internal readonly record struct Membership(RoomMember Member, long Head, string Epoch, EphemeralSettings Ephemeral);

/// <summary>The standing of a user in a room.</summary>
/// <param name="Exists">There is a row of this name. The room may be free.</param>
/// <param name="IsPrivate">Only members may know of it.</param>
/// <param name="Membership">Null without one.</param>
internal readonly record struct RoomStanding(bool Exists, bool IsPrivate, Membership? Membership)
{
    /// <summary>Whether the user may know of the room: it is public, or the user is a member.</summary>
    public bool IsVisible => Membership is not null || (Exists && !IsPrivate);
}

/// <summary>Parts of a standing.</summary>
internal static class RoomStandings
{
    public static async Task<Membership?> FindMemberAsync(
        this IRoomStore rooms, string room, string userId, CancellationToken cancellationToken) =>
        (await rooms.FindStandingAsync(room, userId, cancellationToken)).Membership;

    /// <inheritdoc cref="RoomStanding.IsVisible"/>
    public static async Task<bool> IsVisibleAsync(
        this IRoomStore rooms, string room, string userId, CancellationToken cancellationToken) =>
        (await rooms.FindStandingAsync(room, userId, cancellationToken)).IsVisible;
}

internal readonly record struct MemberPage(RoomMember[] Members, int MemberCount, bool HasMore = false)
{
    /// <summary>Whether the room shows which members are present.</summary>
    public bool ShowsPresent { get; init; } = true;

    /// <summary>The page without the members beyond a limit.</summary>
    public MemberPage UpTo(int limit) => Members.Length > limit ? this with { Members = Members[..limit], HasMore = true } : this;
}

internal readonly record struct RoomPage(RoomSummary[] Rooms, bool HasMore)
{
    /// <summary>Those of the rooms that do not show how many users are present; null for none.</summary>
    public HashSet<string>? WithoutPresence { get; init; }
}
