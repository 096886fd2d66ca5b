namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult Serve(ServiceCommand service, BatchRoom room)
    {
        var isNew = room.Id == 0 || room.IsFree;
        return service.Command switch
        {
            // Only two users can ever be members of a direct room, and they open it.
            MakeRoomCommand or AddMemberCommand when DirectRooms.IsName(room.Name) => Refused(ChatErrorCodes.Forbidden),
            MakeRoomCommand make => Make(make, room, isNew),
            _ when isNew => Refused(ChatErrorCodes.RoomNotFound),
            AddMemberCommand add => AddMember(add, room),
            EditCommand edit when HasChanged(edit.MessageId, service, room) => Refused(ChatErrorCodes.PreconditionFailed),
            DeleteCommand delete when HasChanged(delete.MessageId, service, room) => Refused(ChatErrorCodes.PreconditionFailed),
            _ => Apply(service.Command, room, RoomPermissions.Service),
        };
    }

    private bool HasChanged(string messageId, ServiceCommand service, BatchRoom room) =>
        service.IfRevision is { } revision && Identifiers.TryParseMessageId(messageId, out var id)
        && rows.FindMessage(room, id) is { } message && message.Revision != revision;

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

    private RoomCommandResult AddMember(AddMemberCommand command, BatchRoom room)
    {
        var (target, role) = (command.Target, FindRole(room, command.Target.UserId));
        if (role is not null)
        {
            var set = new SetRoleCommand(room.Name, command.User, target.UserId, command.Role ?? role);
            var result = SetRole(set, room, role);
            if (result.RefusalCode is not null)
                return result;
            if (target.Name.Length > 0)
                rows.RenameMember(room, target);
            return result with { Role = set.Role };
        }

        if (rows.IsBanned(room, target.UserId))
            return Refused(ChatErrorCodes.Banned);
        if (RefuseEntries(room, [target.UserId], command.Limits) is { } refusal)
            return Refused(refusal);
        role = command.Role ?? RoomRoles.Member;
        if (target.Name.Length == 0)
            target = Unnamed(target.UserId);
        Admit(room, target, role, by: command.User);
        return Done(room, isNew: true) with { Role = role };
    }
}
