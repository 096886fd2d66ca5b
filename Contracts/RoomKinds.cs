namespace SignalRChat.Contracts;

/// <summary>The kinds of a room, in their wire form.</summary>
public static class RoomKinds
{
    /// <summary>Every user may find the room and join it.</summary>
    public const string Public = "public";

    /// <summary>Only members know of the room. A user becomes a member by being added.</summary>
    public const string Private = "private";

    /// <summary>A private room of two users, who alone can ever be its members.</summary>
    public const string Direct = "direct";
}
