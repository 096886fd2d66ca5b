namespace SignalRChat.Contracts;

/// <summary>
/// What a member may do in a room, as it stands on the wire. Nobody acts on one whose role is as high as their own, or higher.
/// </summary>
public static class RoomRoles
{
    /// <summary>
    /// Made the room, by joining it first or by configuration, was made one by an owner, or had been there for longest when the
    /// last owner left (moderators first). Does all, and gives roles.
    /// </summary>
    public const string Owner = "owner";

    /// <summary>Was made one by an owner. Kicks and bans members, and lifts bans.</summary>
    public const string Moderator = "moderator";

    /// <summary>Reads and posts.</summary>
    public const string Member = "member";
}
