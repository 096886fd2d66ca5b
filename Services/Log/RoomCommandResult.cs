namespace SignalRChat.Services.Log;

/// <summary>
/// The result of one command. <see cref="RefusalCode"/> is null when the command is stored. Otherwise it is one of
/// <see cref="ChatErrorCodes"/>, and nothing was changed.
/// </summary>
internal readonly record struct RoomCommandResult
{
    public string? RefusalCode { get; init; }

    /// <summary>Nothing was done, because another session holds the room and the caller did not want to wait for it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The message's sequence; 0 for a command that is not about a message.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// The message's revision, or the removal's if a membership ended; otherwise the room's head at that point.
    /// </summary>
    public long Revision { get; init; }

    /// <summary>When the message was first stored, in Unix milliseconds.</summary>
    public long PostedAt { get; init; }

    /// <summary>An earlier attempt had already stored it (the same change was made, or there was nothing to change).</summary>
    public bool Duplicate { get; init; }

    /// <summary>The user's role after a join.</summary>
    public string? Role { get; init; }
}

/// <summary>
/// The result of a committed batch: <see cref="Results"/> by the index of the command, and one <see cref="RoomUpdate"/> for each
/// changed room. An update covers the room from its head before the batch to its head after it, each changed message once with
/// its newest revision. If the batch ended a membership, the update has no messages: the feed must read them with the removal
/// from the database.
/// </summary>
internal sealed record BatchResult(RoomCommandResult[] Results, IReadOnlyList<RoomUpdate> Updates);
