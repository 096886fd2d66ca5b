using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// The actions of one member on another. Each is one command to the command queue, and the transaction that stores it checks the
/// permission. A removed user learns of it from the feed, on any node.
/// </summary>
internal sealed class RoomModeration(CommandQueue queue, RoomAccess access)
{
    public Task<RemoveMemberResult> KickAsync(ChatSession session, KickMemberRequest request) =>
        RemoveAsync(session, new KickCommand(request.Room, session.User, request.UserId) { Grant = session.Grant });

    public Task<RemoveMemberResult> BanAsync(ChatSession session, BanMemberRequest request) =>
        RemoveAsync(session, new BanCommand(request.Room, session.User, request.UserId) { Grant = session.Grant });

    public Task UnbanAsync(ChatSession session, UnbanMemberRequest request) =>
        AppendAsync(session, new UnbanCommand(request.Room, session.User, request.UserId) { Grant = session.Grant });

    public Task SetRoleAsync(ChatSession session, SetRoleRequest request) =>
        AppendAsync(session, new SetRoleCommand(request.Room, session.User, request.UserId, request.Role) { Grant = session.Grant });

    public async Task<MuteMemberResult> MuteAsync(ChatSession session, MuteMemberRequest request)
    {
        var mute = new MuteCommand(request.Room, session.User, request.UserId, request.Until) { Grant = session.Grant };
        var stored = await AppendAsync(session, mute);
        return new MuteMemberResult { Room = request.Room, UserId = request.UserId, Revision = stored.Revision };
    }

    private async Task<RemoveMemberResult> RemoveAsync(ChatSession session, ModerationCommand command)
    {
        var stored = await AppendAsync(session, command);
        return new RemoveMemberResult { Room = command.Room, UserId = command.TargetId, Revision = stored.Revision };
    }

    private async Task<RoomCommandResult> AppendAsync(ChatSession session, ModerationCommand command)
    {
        await access.RequireVisibleAsync(session, command.Room);
        return await queue.AppendAsync(command);
    }
}
