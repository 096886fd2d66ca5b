namespace SignalRChat.Contracts;

/// <summary>The roles of a member in a room, in their wire form. A member cannot act on a member whose role is as high or higher.</summary>
public static class RoomRoles
{
    /// <summary>
    /// Owns the room and gives roles. The owner joined the room first, is named in the configuration, or got the role from an
    /// owner. If the last owner leaves, the longest-standing member becomes owner (moderators first).
    /// </summary>
    public const string Owner = "owner";

    /// <summary>Kicks and bans members, and lifts bans. An owner gives this role.</summary>
    public const string Moderator = "moderator";

    /// <summary>Reads and posts.</summary>
    public const string Member = "member";
}
