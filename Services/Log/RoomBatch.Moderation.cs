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
        return command switch
        {
            KickCommand => RemoveIfMember(command, room, targetRole, RoomRemovalCodes.Kicked),
            BanCommand => Ban(command, room, targetRole),
            InviteCommand invite => Invite(invite, room, targetRole),
            UnbanCommand => Done(room, rows.TryRemoveBan(room, command.TargetId)),
            SetRoleCommand set => SetRole(set, room, targetRole!),
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

        rows.SetRole(room, command.TargetId, command.Role);
        room.SetRole(command.TargetId, command.Role);
        return Done(room, isNew: true);
    }

    private RoomCommandResult RemoveIfMember(ModerationCommand command, BatchRoom room, string? targetRole, string code)
    {
        if (targetRole is null)
            return Done(room, isNew: false);
        if (targetRole == RoomRoles.Owner)
            room.HasLostOwner = true;
        return Remove(room, command.TargetId, code, by: command.User.UserId);
    }

    private RoomCommandResult Remove(BatchRoom room, string userId, string code, string by)
    {
        rows.RemoveMember(room, userId);
        room.SetRole(userId, null);
        var removal = new MembershipEnd(room.AddRemoval(), userId, code);
        rows.AddRemoval(room, removal, by, now);
        return new() { Revision = removal.Revision };
    }

    private static RoomCommandResult Done(BatchRoom room, bool isNew) => new() { Revision = room.Head, Duplicate = !isNew };
}
