namespace SignalRChat.ClientConsole.Output;

/// <summary>One event, before its form is known: text or JSON.</summary>
internal abstract record ConsoleEvent
{
    /// <summary>
    /// A message that is new, changed or requested again. If it is in another room than the prompt's, the output names the room.
    /// </summary>
    public sealed record Said(string Room, ChatMessage Message, bool IsOwn, bool IsElsewhere, bool IsHistory = false) : ConsoleEvent;

    /// <summary>The server's acknowledgement of a message from this console.</summary>
    public sealed record Acked(string Room, string MessageId, long Revision, long? Sequence, bool Duplicate) : ConsoleEvent;

    public sealed record Joined(JoinRoomResult Answer) : ConsoleEvent;

    public sealed record Left(string Room) : ConsoleEvent;

    public sealed record Removed(string Room, string Code) : ConsoleEvent;

    public sealed record Lost(string Room, string Code, string Reason) : ConsoleEvent;

    /// <summary>
    /// A moderation command of this console succeeded. It has a revision if it ended a membership, and a role if it gave one.
    /// </summary>
    public sealed record Moderated(string Room, string Command, string UserId, string Who, long? Revision, string? Role) : ConsoleEvent
    {
        /// <summary>The end of a mute; null if it was lifted.</summary>
        public DateTimeOffset? Until { get; init; }
    }

    /// <summary>The reactions to a message changed.</summary>
    public sealed record Reacted(string Room, MessageReactions Reactions) : ConsoleEvent;

    public sealed record Settings(string Room, RoomInfo Info) : ConsoleEvent;

    /// <summary>This console changed a setting of a room.</summary>
    public sealed record SettingChanged(string Room, string Name, string Value, long Revision) : ConsoleEvent;

    public sealed record StartsOver(string Room) : ConsoleEvent;

    public sealed record Rejoined(string Room, bool IsElsewhere, int Missed, bool WasReset) : ConsoleEvent;

    public sealed record Connection(ChatConnectionState State, long Attempt, TimeSpan RetryIn, string Reason) : ConsoleEvent;

    /// <summary>The inbox has the rooms that the user is in. It is empty if the server has none.</summary>
    public sealed record Rooms(IReadOnlyList<RoomSummary> List, bool HasMore, IReadOnlyList<InboxEntry> Inbox) : ConsoleEvent;

    public sealed record Unread(IReadOnlyList<InboxEntry> Inbox) : ConsoleEvent;

    /// <summary>The user has read a room.</summary>
    public sealed record Read(MarkReadResult Answer) : ConsoleEvent;

    public sealed record Members(string Room, RoomMember[] List, int Count) : ConsoleEvent;

    public sealed record HistoryEnd(string Room, bool HasMore) : ConsoleEvent;

    public sealed record Status(StatusReport Report) : ConsoleEvent;

    /// <summary>The server refused, or the outcome is unknown: then the code is null.</summary>
    public sealed record Refused(string? Code, string Reason) : ConsoleEvent;

    /// <summary>The console cannot do a request, and did not try.</summary>
    public sealed record Mistake(string Sentence) : ConsoleEvent;

    public sealed record Hint(string Sentence) : ConsoleEvent;

    public sealed record Help : ConsoleEvent;

    /// <summary>For the debugging of a connection.</summary>
    public sealed record Verbose(string Sentence) : ConsoleEvent;
}
