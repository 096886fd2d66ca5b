namespace SignalRChat.Services.Log;

/// <summary>
/// How many rooms a user may be a member of, and how many members a room may have. The second is exact. Two nodes that make one user a
/// member of two rooms at the same moment may exceed the first by one.
/// </summary>
internal sealed record MembershipLimits(int RoomsPerUser, int MembersPerRoom);
