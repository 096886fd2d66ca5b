namespace SignalRChat.Contracts;

/// <summary>The kinds of a room, in their wire form: <see cref="RoomInfo.Kind"/>.</summary>
public static class RoomKinds
{
    /// <summary>Every user may find the room and join it.</summary>
    public const string Public = "public";

    /// <summary>Only members know of the room. A user becomes a member by being added.</summary>
    public const string Private = "private";

    /// <summary>A private room of two users, who alone can ever be its members.</summary>
    public const string Direct = "direct";
}

/// <summary>The members who may post in a room, in its wire form: <see cref="RoomInfo.Posting"/>.</summary>
public static class RoomPosting
{
    /// <summary>Every member.</summary>
    public const string Members = "members";

    /// <summary>Moderators and owners.</summary>
    public const string Moderators = "moderators";
}

/// <summary>How a room shows its present users, in its wire form: <see cref="RoomInfo.Presence"/>.</summary>
public static class RoomPresence
{
    /// <summary>The users, and their number. With many users, only the number.</summary>
    public const string Full = "full";

    /// <summary>Only the number.</summary>
    public const string Count = "count";

    /// <summary>Nothing.</summary>
    public const string Off = "off";
}
