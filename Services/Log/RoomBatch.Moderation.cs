namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult Moderate(ModerationCommand command, BatchRoom room, string? role)
    {
        if (role is null)
            return Refused(room.RefusalOfOthers);
        var targetRole = FindRole(room, command.TargetId);
        if (RoomPermissions.Refuse(command, role, targetRole) is { } refusal)
            return Refused(refusal);
        if (IsArchivedFor(room, role) && command is not (KickCommand or BanCommand))
            return Refused(ChatErrorCodes.Forbidden);
        return command switch
        {
            KickCommand => RemoveIfMember(command, room, targetRole, RoomRemovalCodes.Kicked),
            BanCommand => Ban(command, room, targetRole),
            InviteCommand invite => Invite(invite, room, targetRole),
            UnbanCommand => Done(room, rows.TryRemoveBan(room, command.TargetId)),
            SetRoleCommand set => SetRole(set, room, targetRole!),
            MuteCommand mute => Mute(mute, room),
            _ => throw new InvalidOperationException($"The store does not support {command.GetType().Name}."),
        };
    }

    private RoomCommandResult Ban(ModerationCommand command, BatchRoom room, string? targetRole)
    {
        var isNew = rows.TryAddBan(room, command.TargetId, command.User.UserId, now);
        return targetRole is null ? Done(room, isNew) : RemoveIfMember(command, room, targetRole, RoomRemovalCodes.Banned);
    }

    private RoomCommandResult SetRole(SetRoleCommand command, BatchRoom room, string targetRole)
    {
        if (targetRole == command.Role)
            return Done(room, isNew: false);
        if (targetRole == RoomRoles.Owner && rows.CountOwners(room) == 1)
            return Refused(ChatErrorCodes.LastOwner);

        var member = MemberOf(room, command.TargetId);
        var revision = Change(room, command.TargetId, member with { Role = command.Role });
        rows.ChangeInbox(room, command.TargetId);
        var text = $"{command.User.Name} made {member.Name} {command.Role}.";
        Announce(room, MessageEventTypes.RoleChanged, command.TargetId, command.User, text);
        return new() { Revision = revision };
    }

    private RoomCommandResult Mute(MuteCommand command, BatchRoom room)
    {
        if (rows.FindMember(room, command.TargetId) is not { } member)
            return Refused(ChatErrorCodes.MemberNotFound);
        var until = Unended(command.Until);
        if (Unended(member.MutedUntil) == until)
            return Done(room, isNew: false);

        var revision = Change(room, command.TargetId, member with { MutedUntil = until });
        rows.ChangeInbox(room, command.TargetId);
        var (type, verb) = until is null ? (MessageEventTypes.Unmuted, "unmuted") : (MessageEventTypes.Muted, "muted");
        Announce(room, type, command.TargetId, command.User, $"{command.User.Name} {verb} {member.Name}.");
        return new() { Revision = revision };
    }

    private RoomCommandResult RemoveIfMember(ModerationCommand command, BatchRoom room, string? targetRole, string code)
    {
        // Only a service removes an owner. It also names another, if there is to be one.
        return targetRole is null ? Done(room, isNew: false) : Remove(room, command.TargetId, code, command.User);
    }

    private static RoomCommandResult Done(BatchRoom room, bool isNew) => new() { Revision = room.Head, Duplicate = !isNew };
}
