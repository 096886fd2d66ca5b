namespace SignalRChat.Services.RateLimiting;

/// <summary>Calls that share a rate.</summary>
internal enum CallKind
{
    /// <summary>Posting, editing, deleting: each is a write to the disk and a push to the room.</summary>
    Messages,

    /// <summary>Joining and leaving, and moderation. A reconnecting client joins all its rooms at once.</summary>
    Rooms,

    /// <summary>Reading: updates, history, members, rooms. A client that was away for long reads many pages in a row.</summary>
    Reads,

    /// <summary>Typing.</summary>
    Typing,
}
