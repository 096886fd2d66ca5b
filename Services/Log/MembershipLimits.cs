namespace SignalRChat.Services.Log;

/// <summary>
/// How many rooms a user may be a member of, and how many members a room may have.
/// </summary>
internal sealed record MembershipLimits(int RoomsPerUser, int MembersPerRoom)
{
    /// <summary>As <see cref="RoomsPerUser"/>: the rooms of a user are not counted.</summary>
    public const int NoLimit = int.MaxValue;
}
