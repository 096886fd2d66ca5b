namespace SignalRChat.Services.Log;

/// <summary>The permissions of each role. The stores check them inside the transaction that stores.</summary>
internal static class RoomPermissions
{
    /// <summary>The role of a backend in every room, above all others. It is never stored.</summary>
    public const string Service = "service";

    /// <summary>The role of a member whose token may give a higher one. Only members have any.</summary>
    public static string With(string role, ChatGrant? grant) =>
        grant is { IsModerator: true } && Of(role) < Of(RoomRoles.Moderator) ? RoomRoles.Moderator : role;

    /// <summary>The same in a room: a direct room has no moderators, also not by a token.</summary>
    public static string In(string room, string role, ChatGrant? grant) => DirectRooms.IsName(room) ? role : With(role, grant);

    /// <summary>Whether a moderator or an owner may act on a user with the other role; null if that user is not a member.</summary>
    public static bool IsAbove(string role, string? other) => MayModerate(role) && Of(role) > Of(other);

    public static bool MayModerate(string role) => Of(role) >= Of(RoomRoles.Moderator);

    /// <summary>The code to refuse a command with; null when it is allowed.</summary>
    /// <param name="command">The command to check.</param>
    /// <param name="role">The role of the acting user, a member.</param>
    /// <param name="targetRole">The role of the target; null when not a member.</param>
    public static string? Refuse(ModerationCommand command, string role, string? targetRole)
    {
        // The two users of a direct room have no power over each other, also not by a token.
        if (DirectRooms.IsName(command.Room) && role != Service)
            return ChatErrorCodes.Forbidden;
        role = With(role, command.Grant);
        return command switch
        {
            SetRoleCommand set => RefuseRole(set, role, targetRole),
            InviteCommand invite => MayAdd(invite, role) ? null : ChatErrorCodes.Forbidden,
            UnbanCommand => Of(role) >= Of(RoomRoles.Moderator) ? null : ChatErrorCodes.Forbidden,
            _ => Of(role) >= Of(RoomRoles.Moderator) && Of(role) > Of(targetRole) ? null : ChatErrorCodes.Forbidden,
        };
    }

    private static bool MayAdd(InviteCommand command, string role) =>
        Of(role) >= Of(RoomRoles.Moderator) && (role == RoomRoles.Owner || Of(command.Role) < Of(role));

    private static string? RefuseRole(SetRoleCommand command, string role, string? targetRole)
    {
        if (role is not (RoomRoles.Owner or Service))
            return ChatErrorCodes.Forbidden;
        if (targetRole is null)
            return ChatErrorCodes.MemberNotFound;
        if (role == Service)
            return null;

        // Only the owner can give up that role. A change already in effect succeeds, because it may be a repeat.
        var isAnotherOwner = targetRole == RoomRoles.Owner && command.TargetId != command.User.UserId;
        return isAnotherOwner && command.Role != targetRole ? ChatErrorCodes.Forbidden : null;
    }

    private static int Of(string? role) => role switch
    {
        Service => 4,
        RoomRoles.Owner => 3,
        RoomRoles.Moderator => 2,
        RoomRoles.Member => 1,
        _ => 0,
    };
}
