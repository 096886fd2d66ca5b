namespace SignalRChat.Services.Feed;

/// <summary>The result for a member after the database has confirmed that its user belongs to the room.</summary>
internal enum Admission
{
    /// <summary>The member receives the room's changes.</summary>
    Admitted,

    /// <summary>The membership has ended meanwhile.</summary>
    Ended,

    /// <summary>Another epoch has begun meanwhile, so the answer may be of a past that is gone.</summary>
    AskAgain,
}
