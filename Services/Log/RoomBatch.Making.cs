namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult Create(CreateCommand command, BatchRoom room, string? role)
    {
        if (!command.MayMake || command.Grant?.MayEnter(room.Name) == false)
            return Refused(ChatErrorCodes.Forbidden);
        if (IsRepeat(command, room, role))
            return new() { Revision = room.Head, Role = role, Duplicate = true };
        if (!IsBelowMost(command.User.UserId, command.MostMade, room))
            return Refused(ChatErrorCodes.TooManyRoomsMade);
        string[] others = [.. command.Members.Where(member => member != command.User.UserId).Distinct()];
        if (RefuseEntries([command.User.UserId, .. others], members: 0, command.Limits, most: null) is { } refusal)
            return Refused(refusal);
        if (Array.Exists(others, other => rows.HasBlock(command.User.UserId, other)))
            return Refused(ChatErrorCodes.Forbidden);
        // Last: a user who may not make the room in any case does not learn that the name is taken.
        if (room.Id != 0 && !room.IsFree)
            return Refused(ChatErrorCodes.RoomExists);

        Make(room, new(command.User.UserId, command.Kind, command.Title, command.Data));
        Enter(room, command.User, RoomRoles.Owner);
        foreach (var member in others)
            Enter(room, Unnamed(member), RoomRoles.Member);
        return new() { Revision = room.Head, Role = RoomRoles.Owner };
    }

    /// <summary>The answer to the first try may have been lost.</summary>
    private bool IsRepeat(CreateCommand command, BatchRoom room, string? role) =>
        room.MadeBy == command.User.UserId && role == RoomRoles.Owner && !room.IsFree
        && room.IsPrivate == (command.Kind != RoomKinds.Public)
        && SettingsOf(room) is var settings && (settings.Title, settings.Data) == (command.Title, command.Data);

    private RoomCommandResult Invite(InviteCommand command, BatchRoom room, string? targetRole)
    {
        if (targetRole is not null)
            return new() { Revision = room.Head, Role = targetRole, Duplicate = true };
        if (rows.IsBanned(room, command.TargetId))
            return Refused(ChatErrorCodes.Banned);
        if (rows.HasBlock(command.User.UserId, command.TargetId))
            return Refused(ChatErrorCodes.Forbidden);
        if (RefuseEntries(room, [command.TargetId], command.Limits) is { } refusal)
            return Refused(refusal);
        Admit(room, Unnamed(command.TargetId), command.Role, by: command.User);
        return new() { Revision = room.Head, Role = command.Role };
    }

    /// <summary>
    /// Makes the user a member. One who was a member before is shown as a changed member in every room: members hold the end of that
    /// membership, and the newest change of a member applies. A mute that has not ended is kept.
    /// </summary>
    private void Enter(BatchRoom room, ChatUser user, string role, bool isShown = false)
    {
        var end = rows.FindEnd(room, user.UserId);
        rows.AddMember(room, user, role, now);
        rows.ChangeInbox(room, user.UserId);
        room.SetRole(user.UserId, role);
        if (isShown || end is not null)
            Change(room, user.UserId, new(user.Name, role, Unended(end?.MutedUntil)));
    }

    /// <summary>The end of a mute, unless it has passed.</summary>
    private long? Unended(long? mutedUntil) => mutedUntil > now ? mutedUntil : null;

    /// <summary>The code to refuse users with who are about to become members; null if each may.</summary>
    private string? RefuseEntries(BatchRoom room, ReadOnlySpan<string> userIds, MembershipLimits? limits) => limits is null
        ? null
        : RefuseEntries(
            userIds, rows.CountMembers(room), limits, most: room.Id == 0 || room.IsFree ? null : SettingsOf(room).MaxMembers);

    /// <summary>The same for a room with so many members, and at most so many by its settings.</summary>
    private string? RefuseEntries(ReadOnlySpan<string> userIds, int members, MembershipLimits? limits, int? most)
    {
        if (limits is null)
            return null;
        foreach (var userId in userIds)
        {
            if (limits.RoomsPerUser < MembershipLimits.NoLimit && rows.CountRooms(userId, limits.RoomsPerUser) >= limits.RoomsPerUser)
                return ChatErrorCodes.TooManyRooms;
        }
        var isFull = members + userIds.Length > Math.Min(limits.MembersPerRoom, most ?? int.MaxValue);
        return isFull ? ChatErrorCodes.RoomFull : null;
    }

    /// <summary>A room that counts for the user already adds nothing to the count.</summary>
    private bool IsBelowMost(string userId, int mostMade, BatchRoom room) =>
        room.CountsFor(userId, now) || rows.CountMade(userId, now) < mostMade;

    /// <summary>Joining brings the name of the user.</summary>
    private static ChatUser Unnamed(string userId) =>
        new() { UserId = userId, Name = DisplayName.From(userId) is { Length: > 0 } name ? name : userId };
}
