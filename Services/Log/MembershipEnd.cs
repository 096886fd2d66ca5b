namespace SignalRChat.Services.Log;

/// <summary>
/// The end of a user's membership. It takes its own revision in the room, so every node agrees on what is before and after it.
/// </summary>
internal sealed record MembershipEnd(long Revision, string UserId, string Code)
{
    /// <summary>The member's name; null if an older server stored the end.</summary>
    public string? Name { get; init; }

    /// <summary>The member's last role; null if an older server stored the end.</summary>
    public string? Role { get; init; }

    /// <summary>
    /// When the mute of the member ends, in Unix milliseconds; null without one. It lasts if the user becomes a member again: otherwise a
    /// member would end it by leaving and joining.
    /// </summary>
    public long? MutedUntil { get; init; }

    /// <summary>
    /// How long an end is kept after the user has joined and been removed again, in milliseconds: a day. The newest end decides whether a
    /// cursor is from before the end of the membership. Older ones are for feeds that have not reached them; those are behind by seconds.
    /// </summary>
    public const long KeptBesideNewer = 24L * 60 * 60 * 1000;
}
