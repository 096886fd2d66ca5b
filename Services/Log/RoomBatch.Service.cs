namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult Serve(ServiceCommand service, BatchRoom room)
    {
        var isNew = room.Id == 0 || room.IsFree;
        return service.Command switch
        {
            // Only two users can ever be members of a direct room, and they open it.
            MakeRoomCommand or AddMemberCommand or ProvisionCommand when DirectRooms.IsName(room.Name) => Refused(ChatErrorCodes.Forbidden),
            MakeRoomCommand when !Permits(service, room, isNew) => Refused(ChatErrorCodes.PreconditionFailed),
            MakeRoomCommand make => Make(make, room, isNew),
            ProvisionCommand provision => Provision(provision, room, isNew),
            _ when isNew => Refused(ChatErrorCodes.RoomNotFound),
            AddMemberCommand add => AddMember(add, room),
            _ when !Permits(service, room, isNew) => Refused(ChatErrorCodes.PreconditionFailed),
            _ => Apply(service.Command, room, RoomPermissions.Service),
        };
    }

    /// <summary>Whether what the command changes is as the backend read it.</summary>
    private bool Permits(ServiceCommand service, BatchRoom room, bool isNew) => service.Condition is not { } condition
        || service.Command switch
        {
            MakeRoomCommand or SetRoomCommand => condition.Permits(isNew ? null : SettingsOf(room).Revision ?? 0),
            PostCommand post => condition.Permits(RevisionOf(post.MessageId, room)),
            // A message that is not there has a refusal of its own.
            EditCommand edit => RevisionOf(edit.MessageId, room) is not { } present || condition.Permits(present),
            DeleteCommand delete => RevisionOf(delete.MessageId, room) is not { } present || condition.Permits(present),
            _ => true,
        };

    private long? RevisionOf(string messageId, BatchRoom room) =>
        Identifiers.TryParseMessageId(messageId, out var id) ? rows.FindMessage(room, id)?.Revision : null;

    private RoomCommandResult Make(MakeRoomCommand command, BatchRoom room, bool isNew)
    {
        if (!isNew)
            return Configure(command, room);
        Make(room, new(ServiceCommand.Nobody.UserId, command.IsPrivate ? RoomKinds.Private : RoomKinds.Public));
        var before = SettingsOf(room);
        if (command.Settings?.Apply(before, now) is { } after && after != before)
            Store(room, after);
        return Done(room, isNew: true);
    }

    /// <summary>A room that a user made has an owner, whom the service does not know of.</summary>
    private RoomCommandResult Configure(MakeRoomCommand command, BatchRoom room)
    {
        if (room.IsPrivate != command.IsPrivate || !string.IsNullOrEmpty(room.MadeBy))
            return Refused(ChatErrorCodes.RoomExists);
        return command.Settings is { } settings
            ? SetRoom(settings, room, RoomPermissions.Service) with { Duplicate = true }
            : Done(room, isNew: false);
    }

    /// <summary>
    /// In a room that is there already each new member is announced. A room that is made begins with its members. One that a user made is
    /// refused: its owner would read what the configured members write.
    /// </summary>
    private RoomCommandResult Provision(ProvisionCommand command, BatchRoom room, bool isNew)
    {
        if (!isNew && (!room.IsPrivate || !string.IsNullOrEmpty(room.MadeBy)))
            return Refused(ChatErrorCodes.RoomExists);
        if (isNew)
            Make(room, new(MadeBy: null, RoomKinds.Private));
        for (var index = 0; index < command.Members.Count; index++)
        {
            var (member, role) = (command.Members[index], index == 0 ? RoomRoles.Owner : RoomRoles.Member);
            if (FindRole(room, member.UserId) is not null || rows.IsBanned(room, member.UserId))
                continue;
            if (isNew)
                Enter(room, member, role);
            else
                Admit(room, member, role, by: command.User);
        }
        return Done(room, isNew);
    }

    private RoomCommandResult AddMember(AddMemberCommand command, BatchRoom room)
    {
        var (target, role) = (command.Target, FindRole(room, command.Target.UserId));
        if (role is not null)
        {
            var set = new SetRoleCommand(room.Name, command.User, target.UserId, command.Role ?? role);
            var result = SetRole(set, room, role);
            if (result.RefusalCode is not null)
                return result;
            if (target.Name.Length > 0 && MemberOf(room, target.UserId) is var member && member.Name != target.Name)
                result = new() { Revision = Rename(room, target, member) };
            return result with { Role = set.Role };
        }

        if (rows.IsBanned(room, target.UserId))
            return Refused(ChatErrorCodes.Banned);
        if (RefuseEntries(room, [target.UserId], command.Limits) is { } refusal)
            return Refused(refusal);
        role = command.Role ?? RoomRoles.Member;
        if (target.Name.Length == 0)
            target = command.DefaultName is { } name ? target with { Name = name } : Unnamed(target.UserId);
        Admit(room, target, role, by: command.User);
        return Done(room, isNew: true) with { Role = role };
    }

    /// <summary>
    /// Takes a revision, so that every member learns of it. A user who joins with another name takes none: presence shows the name.
    /// </summary>
    private long Rename(BatchRoom room, ChatUser target, MemberRow member)
    {
        rows.RenameMember(room, target);
        return Change(room, target.UserId, member with { Name = target.Name });
    }
}
