namespace SignalRChat.Contracts;

/// <summary>The reasons why a user is no longer in a room: <see cref="RoomRemoval.Code"/>. The meaning of a code never changes.</summary>
public static class RoomRemovalCodes
{
    /// <summary>The user left the room, on this connection or another.</summary>
    public const string Left = "left";

    /// <summary>A moderator or an owner ended the membership. The user may join a public room again.</summary>
    public const string Kicked = "kicked";

    /// <summary>A moderator or an owner banned the user: joins are refused until the ban is lifted.</summary>
    public const string Banned = "banned";
}
