namespace SignalRChat.Services.Log;

/// <summary>A room as it is stored. <paramref name="MadeBy"/> and <paramref name="MadeAt"/> are null if no user made it.</summary>
internal readonly record struct RoomRow(long Id, bool IsPrivate, bool IsFree, long Head, string? MadeBy, long? MadeAt)
{
    /// <summary>The settings that restrict posts; null if there are none.</summary>
    public RoomPolicy? Policy { get; init; }

    /// <summary>The number of messages that count as unread for a user who has read nothing.</summary>
    public long MessageCount { get; init; }

    /// <summary>The sequence of the newest of these messages; 0 if it is not known.</summary>
    public long LastMessage { get; init; }

    /// <summary>The room was marked as free and is in use, so it may have no owner.</summary>
    public bool MayLackOwner { get; init; }

    // The row of a free room is never deleted. Without this time a user could add rows without a limit: make a room, leave it,
    // make the next.
    private const long CountedFor = 24 * 60 * 60 * 1000;

    /// <summary>A free room that was made after this time still counts for its maker. In milliseconds since 1970.</summary>
    public static long CountedSince(long now) => now - CountedFor;
}
