using SignalRChat.Client;
using SignalRChat.Contracts;

namespace SignalRChat.ClientConsole.Output;

/// <summary>One thing to tell, before it is known whether as text or as JSON.</summary>
internal abstract record ConsoleEvent
{
    /// <summary>
    /// A message that is new, changed, or asked for again. One in another room than the prompt's is told with the room's name.
    /// </summary>
    public sealed record Said(string Room, ChatMessage Message, bool IsOwn, bool IsElsewhere, bool IsHistory = false) : ConsoleEvent;

    /// <summary>The server's word for something this console sent.</summary>
    public sealed record Acked(string Room, string MessageId, long Revision, long? Sequence, bool Duplicate) : ConsoleEvent;

    public sealed record Joined(JoinRoomResult Answer) : ConsoleEvent;

    public sealed record Left(string Room) : ConsoleEvent;

    public sealed record Removed(string Room, string Code) : ConsoleEvent;

    public sealed record Lost(string Room, string Code, string Reason) : ConsoleEvent;

    /// <summary>
    /// What this console did to somebody has been done. There is a revision where it ended a membership, and a role where it gave
    /// one.
    /// </summary>
    public sealed record Moderated(string Room, string Command, string UserId, string Who, long? Revision, string? Role) : ConsoleEvent;

    public sealed record StartsOver(string Room) : ConsoleEvent;

    public sealed record Rejoined(string Room, bool IsElsewhere, int Missed, bool WasReset) : ConsoleEvent;

    public sealed record Connection(ChatConnectionState State, long Attempt, TimeSpan RetryIn, string Reason) : ConsoleEvent;

    public sealed record Rooms(RoomSummary[] List, bool HasMore) : ConsoleEvent;

    public sealed record Members(string Room, RoomMember[] List, int Count) : ConsoleEvent;

    public sealed record HistoryEnd(string Room, bool HasMore) : ConsoleEvent;

    public sealed record Status(StatusReport Report) : ConsoleEvent;

    /// <summary>The server refused, or there is no outcome: then there is no code.</summary>
    public sealed record Refused(string? Code, string Reason) : ConsoleEvent;

    /// <summary>Something that was asked for cannot be done, and was not tried.</summary>
    public sealed record Mistake(string Sentence) : ConsoleEvent;

    public sealed record Hint(string Sentence) : ConsoleEvent;

    public sealed record Help : ConsoleEvent;

    /// <summary>For who debugs a connection.</summary>
    public sealed record Verbose(string Sentence) : ConsoleEvent;
}
