namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult OpenDirect(OpenDirectCommand command, BatchRoom room, string? role)
    {
        var isNew = room.Id == 0 || room.IsFree;
        if (command.Grant?.MayEnter(room.Name) == false || (isNew && !command.MayMake)
            || rows.HasBlock(command.User.UserId, command.OtherId))
        {
            return Refused(ChatErrorCodes.Forbidden);
        }
        if (!isNew && !room.IsPrivate)
            return Refused(ChatErrorCodes.RoomExists);
        // A backend can ban a user from the room.
        if (!isNew && (rows.IsBanned(room, command.User.UserId) || rows.IsBanned(room, command.OtherId)))
            return Refused(ChatErrorCodes.Forbidden);
        if (isNew && !IsBelowMost(command.User.UserId, command.MostMade, room))
            return Refused(ChatErrorCodes.TooManyRoomsMade);

        // A user who left is in the room again.
        List<ChatUser> entering = role is null ? [command.User] : [];
        if (FindRole(room, command.OtherId) is null)
            entering.Add(Unnamed(command.OtherId));
        if (!isNew && entering.Count > 0 && IsArchivedFor(room, role))
            return Refused(ChatErrorCodes.Forbidden);
        if (RefuseEntries(room, [.. entering.Select(user => user.UserId)], command.Limits) is { } refusal)
            return Refused(refusal);
        if (isNew)
        {
            var made = new NewRoom(command.User.UserId, RoomKinds.Direct);
            rows.Make(room, made, now);
            room.Settings = RoomSettings.Of(made);
        }
        foreach (var user in entering)
            Enter(room, user, RoomRoles.Member);
        return new() { Revision = room.Head, Role = RoomRoles.Member, Duplicate = entering.Count == 0 };
    }

    /// <summary>While one of the two users of a direct room blocks the other, neither writes in it.</summary>
    private bool IsBlocked(BatchRoom room, string userId) => DirectRooms.IsName(room.Name) && rows.IsBlockedIn(room, userId);

    private RoomCommandResult Block(BlockCommand command)
    {
        var isNew = command.IsOn && !rows.IsBlocking(command.User.UserId, command.OtherId);
        if (isNew && rows.CountBlocks(command.User.UserId) >= ChatLimits.Blocks)
            return Refused(ChatErrorCodes.TooManyBlocks);
        rows.SetBlock(command.User.UserId, command.OtherId, command.IsOn, now);
        return default;
    }

    private RoomCommandResult Report(ReportCommand command, BatchRoom room, string? role)
    {
        if (Find(command.MessageId, room, role, out _, out var message) is { } unknown)
            return Refused(unknown);
        rows.SetReport(room, message!, command.User.UserId, command.Reason, now);
        return new() { Revision = room.Head };
    }
}
