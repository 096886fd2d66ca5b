namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult Join(JoinCommand command, BatchRoom room, string? role)
    {
        if (role is not null)
        {
            rows.RenameMember(room, command.User);
            return new() { Revision = room.Head, Role = role, Duplicate = true };
        }

        if (command.MustBeMember)
            return Refused(ChatErrorCodes.NotAMember);
        if (command.Grant?.MayEnter(room.Name) == false)
            return Refused(ChatErrorCodes.Forbidden);
        var isNew = room.Id == 0 || room.IsFree;
        // Before anything that depends on the room: a private room is refused like one that does not exist.
        if (isNew ? !MayMake(command) : room.IsPrivate)
            return Refused(ChatErrorCodes.RoomNotFound);
        if (!isNew && rows.IsBanned(room, command.User.UserId))
            return Refused(ChatErrorCodes.Banned);
        if (!isNew && IsArchivedFor(room, role))
            return Refused(ChatErrorCodes.Forbidden);
        if (room.Id != 0 && CursorOf(command) is { } after && rows.FindEnd(room, command.User.UserId)?.Revision >= after)
            return Refused(ChatErrorCodes.NotAMember);

        if (isNew && !IsBelowMost(command.User.UserId, command.MostMade, room))
            return Refused(ChatErrorCodes.TooManyRoomsMade);
        if (RefuseEntries(room, [command.User.UserId], command.Limits) is { } refusal)
            return Refused(refusal);

        role = isNew ? RoomRoles.Owner : RoomRoles.Member;
        if (isNew)
            Make(room, new(command.User.UserId, RoomKinds.Public));
        Admit(room, command.User, role, by: command.User);
        return new() { Revision = room.Head, Role = role };
    }

    private static bool MayMake(JoinCommand command) => command.MayMake && !DirectRooms.IsName(command.Room);

    /// <summary>
    /// A cursor of another epoch does not show whether the membership ended before it or after it: then any end counts.
    /// </summary>
    private long? CursorOf(JoinCommand command) => (command.Epoch ?? epoch) == epoch || command.After is null ? command.After : 0;

    /// <summary>The settings of a room that was free are those of its former members.</summary>
    private void Make(BatchRoom room, NewRoom made)
    {
        var (former, wasPrivate) = (room.Id == 0 ? RoomSettings.Default : SettingsOf(room), room.IsPrivate);
        rows.Make(room, made, now);
        room.Settings = RoomSettings.Of(made) with { Revision = former.Revision };
        if (room.Settings != former || (room.Head > 0 && room.IsPrivate != wasPrivate))
            Store(room, room.Settings);
        else if (former != RoomSettings.Default)
            rows.SetSettings(room, former);
    }

    /// <summary>Makes the user a member. A room that announces shows it to its members.</summary>
    private void Admit(BatchRoom room, ChatUser user, string role, ChatUser by)
    {
        Enter(room, user, role, isShown: Announces(room));
        var text = user.UserId == by.UserId ? $"{user.Name} joined." : $"{by.Name} added {user.Name}.";
        Announce(room, MessageEventTypes.Joined, user.UserId, by, text);
    }

    private RoomCommandResult Leave(LeaveCommand command, BatchRoom room, string? role)
    {
        if (role is null)
            return new() { Revision = room.Head, Duplicate = true };
        if (role == RoomRoles.Owner)
            room.HasLostOwner = true;
        return Remove(room, command.User.UserId, RoomRemovalCodes.Left, command.User);
    }

    /// <summary>A removed member receives the message about it, and nothing after the removal.</summary>
    private RoomCommandResult Remove(BatchRoom room, string userId, string code, ChatUser by)
    {
        var member = MemberOf(room, userId);
        switch (code)
        {
            case RoomRemovalCodes.Left:
                Announce(room, MessageEventTypes.Left, userId, by, $"{member.Name} left.");
                break;
            case RoomRemovalCodes.Kicked:
                Announce(room, MessageEventTypes.Kicked, userId, by, $"{by.Name} removed {member.Name}.");
                break;
            default:
                Announce(room, MessageEventTypes.Banned, userId, by, $"{by.Name} banned {member.Name}.");
                break;
        }
        rows.RemoveMember(room, userId);
        rows.ChangeInbox(room, userId);
        room.SetRole(userId, null);
        room.SetMute(userId, null);
        var removal = new MembershipEnd(room.AddRemoval(), userId, code)
        {
            Name = member.Name,
            Role = member.Role,
            MutedUntil = Unended(member.MutedUntil),
        };
        rows.AddRemoval(room, removal, by.UserId, now);
        return new() { Revision = removal.Revision };
    }

    private void EnsureOwner(BatchRoom room)
    {
        if (rows.FindHeir(room, now) is not { } heir)
            return;
        Change(room, heir, MemberOf(room, heir) with { Role = RoomRoles.Owner });
        rows.ChangeInbox(room, heir);
        Announce(room, MessageEventTypes.RoleChanged, heir, by: null, $"{MemberOf(room, heir).Name} is now owner.");
    }

    /// <summary>Takes the new state of a member under the next revision.</summary>
    private long Change(BatchRoom room, string userId, MemberRow state)
    {
        var member = new ChangedMember
        {
            UserId = userId,
            Name = state.Name,
            Role = state.Role,
            MutedUntil = state.MutedUntil,
            Revision = room.Head + 1,
        };
        rows.ChangeMember(room, member);
        room.SetRole(userId, state.Role);
        room.SetMute(userId, state.MutedUntil);
        room.Add(member);
        return member.Revision;
    }

    private MemberRow MemberOf(BatchRoom room, string userId) => rows.FindMember(room, userId)
        ?? throw new InvalidOperationException($"{userId} is a member of {room.Name}, and has no row.");
}
