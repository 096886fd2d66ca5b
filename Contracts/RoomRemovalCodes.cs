namespace SignalRChat.Contracts;

/// <summary>Why a user is no longer in a room: <see cref="RoomRemoval.Code"/>. A code keeps its meaning for ever.</summary>
public static class RoomRemovalCodes
{
    /// <summary>The user left the room, on this connection or on another one.</summary>
    public const string Left = "left";

    /// <summary>A moderator or an owner ended the membership. A public room may be joined again.</summary>
    public const string Kicked = "kicked";

    /// <summary>A moderator or an owner banned the user: joining is refused until the ban is lifted.</summary>
    public const string Banned = "banned";
}
