namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private const int MillisecondsPerSecond = 1_000;

    /// <summary>The refusal of a new message by a mute, a block or the settings of the room; null if it may be posted.</summary>
    private RoomCommandResult? RestrictPost(PostCommand command, BatchRoom room, string role)
    {
        var userId = command.User.UserId;
        if (RestrictChange(room, userId, role) is { } code)
            return Refused(code);
        if (room.Policy is not { } policy || role == RoomPermissions.Service)
            return null;
        if (RoomPermissions.MayModerate(role) || command.Details is { IsModerator: true })
            return null;
        if (policy.IsForModerators)
            return Refused(ChatErrorCodes.Forbidden);
        if (policy.SlowModeSeconds == 0 || rows.FindLastPost(room, userId) is not { } last)
            return null;
        // The clock of a node was ahead then: the member must not wait until all clocks have come that far.
        if (last > now + UserAccess.ClockAllowance)
            return null;

        var wait = last + ((long)policy.SlowModeSeconds * MillisecondsPerSecond) - now;
        return wait > 0 ? Refused(ChatErrorCodes.SlowMode) with { RetryAfter = (int)wait } : null;
    }

    /// <summary>The same for an edit. A member who may not post may not publish by an edit either.</summary>
    private string? RestrictEdit(EditCommand command, BatchRoom room, string role)
    {
        if (RestrictChange(room, command.User.UserId, role) is { } code)
            return code;
        var isModerator = RoomPermissions.MayModerate(RoomPermissions.With(role, command.Grant));
        return isModerator || room.Policy is not { IsForModerators: true } ? null : ChatErrorCodes.Forbidden;
    }

    /// <summary>Whether the room is archived for a user with this role: it takes only the ends of memberships, and deletions.</summary>
    private static bool IsArchivedFor(BatchRoom room, string? role) =>
        room.Policy is { IsArchived: true } && role != RoomPermissions.Service;

    /// <summary>The code to refuse any new content of a member with, as a reaction; null if it may be made.</summary>
    private string? RestrictChange(BatchRoom room, string userId, string role) => role switch
    {
        RoomPermissions.Service => null,
        _ when room.MutedUntil(userId) > now => ChatErrorCodes.Muted,
        _ when IsArchivedFor(room, role) => ChatErrorCodes.Forbidden,
        _ => IsBlocked(room, userId) ? ChatErrorCodes.Forbidden : null,
    };

    /// <summary>A message was stored. Only slow mode depends on its time.</summary>
    private void Posted(BatchRoom room, string userId)
    {
        if (room.Policy is { SlowModeSeconds: > 0 })
            rows.SetLastPost(room, userId, now);
    }

    /// <summary>Whether the user may delete the message of another user: one with a lower role, who may have left.</summary>
    private bool MayDelete(DeleteCommand command, BatchRoom room, string role, ChatMessage message) =>
        message.Event is null && message.UserId != command.User.UserId && !DirectRooms.IsName(room.Name)
        && RoomPermissions.IsAbove(RoomPermissions.With(role, command.Grant), FindRole(room, message.UserId));
}
