namespace SignalRChat.Contracts;

/// <summary>
/// The limits of the contract. The operator can change some of them (section <c>Chat:Limits</c>): these are the defaults, and
/// <see cref="RoomLimits"/> holds the server's values. The others are fixed.
/// </summary>
public static class ChatLimits
{
    /// <summary>
    /// The pattern of a room name: 1 to 64 characters, lower-case letters, digits, dot, underscore and hyphen. The first
    /// character is a letter or digit.
    /// </summary>
    public const string RoomNamePattern = "^[a-z0-9][a-z0-9._-]{0,63}$";

    /// <summary>The longest room name, in characters.</summary>
    public const int RoomNameLength = 64;

    /// <summary>The longest message text, in UTF-16 code units. Default of <c>Chat:Limits:TextLength</c>.</summary>
    public const int TextLength = 4_000;

    /// <summary>The largest frame that the server accepts from a client, in bytes. Default of <c>Chat:Limits:ReceiveBytes</c>.</summary>
    public const int ReceiveBytes = 32 * 1024;

    /// <summary>The maximum number of rooms of one connection. Default of <c>Chat:Limits:RoomsPerConnection</c>.</summary>
    public const int RoomsPerConnection = 50;

    /// <summary>The largest page of history, of rooms or of members, in items. Default of <c>Chat:Limits:PageSize</c>.</summary>
    public const int PageSize = 200;

    /// <summary>The largest page of catch-up updates, in messages. Default of <c>Chat:Limits:CatchUpPageSize</c>.</summary>
    public const int CatchUpPageSize = 200;

    /// <summary>The number of messages in the snapshot that a join without a cursor returns.</summary>
    public const int SnapshotSize = 50;

    /// <summary>
    /// The maximum number of users in <see cref="JoinRoomResult.Present"/>; <see cref="JoinRoomResult.PresentCount"/> counts all.
    /// </summary>
    public const int PresentSize = 100;

    /// <summary>The largest <see cref="SendMessageRequest.Data"/>, in bytes of UTF-8.</summary>
    public const int DataBytes = 8 * 1024;

    /// <summary>The most levels of objects and arrays in <see cref="SendMessageRequest.Data"/>, with the object itself.</summary>
    public const int DataDepth = 32;

    /// <summary>The maximum number of users whom a message mentions.</summary>
    public const int Mentions = 50;

    /// <summary>The maximum number of different emoji on one message.</summary>
    public const int ReactionsPerMessage = 20;

    /// <summary>The largest <see cref="ReactRequest.Emoji"/>, in bytes of UTF-8.</summary>
    public const int EmojiBytes = 64;

    /// <summary>The maximum number of users in <see cref="ReactionTally.UserIds"/>; <see cref="ReactionTally.Count"/> counts all.</summary>
    public const int ReactionUsers = 20;

    /// <summary>The longest title of a room, in UTF-16 code units.</summary>
    public const int TitleLength = 200;

    /// <summary>The longest slow mode of a room, in seconds: 6 hours.</summary>
    public const int SlowModeSeconds = 21_600;

    /// <summary>The least <see cref="SetRoomRequest.MaxMembers"/>.</summary>
    public const int LeastMembers = 2;

    /// <summary>The largest <see cref="SetRoomRequest.MaxMembers"/>.</summary>
    public const int MaxMembers = 1_000_000;

    /// <summary>The longest retention of a room, in days.</summary>
    public const int RetentionDays = 36_500;

    /// <summary>
    /// As <see cref="SetRoomRequest.MaxMembers"/> or <see cref="SetRoomRequest.RetentionDays"/>: the setting of the server.
    /// </summary>
    public const int OfServer = -1;

    /// <summary>The maximum number of users in <see cref="CreateRoomRequest.Members"/>.</summary>
    public const int MembersAdded = 100;

    /// <summary>The maximum number of users whom one user blocks.</summary>
    public const int Blocks = 1_000;

    /// <summary>The longest <see cref="ReportMessageRequest.Reason"/>, in UTF-16 code units.</summary>
    public const int ReasonLength = 1_000;

    /// <summary>The most members of a room who see each other's read cursors.</summary>
    public const int ReadCursorMembers = 50;

    /// <summary>The maximum of <see cref="InboxEntry.Mentions"/>: there may be more.</summary>
    public const int CountedMentions = 1_000;

    /// <summary>The longest <see cref="LastMessage.Text"/>, in UTF-16 code units.</summary>
    public const int LastMessageLength = 200;

    /// <summary>The longest user id, in characters.</summary>
    public const int UserIdLength = 128;

    /// <summary>The longest display name, in characters.</summary>
    public const int DisplayNameLength = 40;

    /// <summary>The shortest interval between two typing notices of one user in a room.</summary>
    public static readonly TimeSpan TypingInterval = TimeSpan.FromSeconds(3);

    /// <summary>The time after which a user without a new <see cref="IChatHub.StartTyping"/> is no longer typing.</summary>
    public static readonly TimeSpan TypingLifetime = TimeSpan.FromSeconds(6);
}
