namespace SignalRChat.Services.Messages;

/// <summary>
/// The end of a user's membership. It takes a revision of its own in the room, so that what came before and after it is beyond
/// doubt on every node.
/// </summary>
internal sealed record MembershipEnd(long Revision, string UserId, string Code)
{
    /// <summary>
    /// For how long one is kept after which the user has joined and been removed again, in milliseconds: a day. Whether a cursor
    /// is from before the end of the membership is told by the newest; older ones are for feeds that have not come to them, which
    /// are behind by seconds.
    /// </summary>
    public const long KeptBesideNewer = 24L * 60 * 60 * 1000;
}
