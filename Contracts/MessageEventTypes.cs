namespace SignalRChat.Contracts;

/// <summary>The events that a room announces, in their wire form: <see cref="MessageEvent.Type"/>. Later versions may add types.</summary>
public static class MessageEventTypes
{
    /// <summary>The user became a member.</summary>
    public const string Joined = "joined";

    /// <summary>The user left the room.</summary>
    public const string Left = "left";

    /// <summary>A moderator or an owner ended the user's membership.</summary>
    public const string Kicked = "kicked";

    /// <summary>A moderator or an owner banned the user, who was a member.</summary>
    public const string Banned = "banned";

    /// <summary>The user's role changed.</summary>
    public const string RoleChanged = "role-changed";

    /// <summary>The user was muted, or the end of the mute changed.</summary>
    public const string Muted = "muted";

    /// <summary>The mute of the user was lifted.</summary>
    public const string Unmuted = "unmuted";

    /// <summary>The settings of the room changed.</summary>
    public const string RoomChanged = "room-changed";
}
