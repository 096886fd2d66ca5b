namespace SignalRChat.Contracts;

/// <summary>
/// The limits a client can count on. Those an operator can change (section <c>Chat:Limits</c>) are here with their defaults, and
/// <see cref="RoomLimits"/> has what this server takes; the others are part of the contract.
/// </summary>
public static class ChatLimits
{
    /// <summary>
    /// The form of a room name: 1 to 64 characters, lower-case letters, digits, dot, underscore and hyphen, led by a letter or
    /// digit.
    /// </summary>
    public const string RoomNamePattern = "^[a-z0-9][a-z0-9._-]{0,63}$";

    /// <summary>The longest room name, in characters.</summary>
    public const int RoomNameLength = 64;

    /// <summary>The longest message text, in UTF-16 code units. Default of <c>Chat:Limits:TextLength</c>.</summary>
    public const int TextLength = 4_000;

    /// <summary>The largest frame the server takes from a client, in bytes. Default of <c>Chat:Limits:ReceiveBytes</c>.</summary>
    public const int ReceiveBytes = 32 * 1024;

    /// <summary>The most rooms one connection may be in. Default of <c>Chat:Limits:RoomsPerConnection</c>.</summary>
    public const int RoomsPerConnection = 50;

    /// <summary>The largest page of history, of rooms or of members, in items. Default of <c>Chat:Limits:PageSize</c>.</summary>
    public const int PageSize = 200;

    /// <summary>The largest page of catching up, in messages. Default of <c>Chat:Limits:CatchUpPageSize</c>.</summary>
    public const int CatchUpPageSize = 200;

    /// <summary>The messages in the snapshot that a join without a cursor gets.</summary>
    public const int SnapshotSize = 50;

    /// <summary>
    /// The most users that <see cref="JoinRoomResult.Present"/> names; <see cref="JoinRoomResult.PresentCount"/> tells them all.
    /// </summary>
    public const int PresentSize = 100;

    /// <summary>The longest user id, in characters.</summary>
    public const int UserIdLength = 128;

    /// <summary>The longest display name, in characters.</summary>
    public const int DisplayNameLength = 40;

    /// <summary>The most often one user's typing is told to a room.</summary>
    public static readonly TimeSpan TypingInterval = TimeSpan.FromSeconds(3);

    /// <summary>After this time without a new <see cref="IChatHub.StartTyping"/> a user is no longer typing.</summary>
    public static readonly TimeSpan TypingLifetime = TimeSpan.FromSeconds(6);
}
