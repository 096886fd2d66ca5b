using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>Direct rooms, blocks and reports. Each change is one command to the command queue.</summary>
internal sealed class UserSafety(
    CommandQueue queue,
    IUserStore users,
    RoomAccess access,
    RoomCreationPolicy creation,
    AppPolicies policies,
    SessionRegistry sessions,
    IOptions<LimitOptions> limits)
{
    private readonly MembershipLimits _limits = limits.Value.ForMembership();

    public async Task<OpenDirectResult> OpenDirectAsync(ChatSession session, OpenDirectRequest request)
    {
        var room = RoomWith(session, request.UserId);
        await policies.RequireMayCreateAsync(
            new() { UserId = session.User.UserId, Room = room, Kind = RoomKinds.Direct, Members = [request.UserId] });
        await queue.AppendAsync(new OpenDirectCommand(room, session.User, request.UserId)
        {
            MostMade = limits.Value.RoomsMadePerUser,
            MayMake = creation.Permits(session.Grant, RoomKinds.Direct),
            Limits = _limits,
            Grant = session.Grant,
        });
        return new OpenDirectResult { Room = room };
    }

    // The name of the direct room orders the block among the commands that depend on it. The room need not exist.
    public async Task BlockAsync(ChatSession session, BlockUserRequest request)
    {
        var room = RoomWith(session, request.UserId);
        await queue.AppendAsync(new BlockCommand(room, session.User, request.UserId, request.On));
        foreach (var one in sessions.Of(session.User.UserId).Concat(sessions.Of(request.UserId)))
        {
            if (one.Find(room) is { } subscription)
                subscription.Block = null;
        }
    }

    public async Task<ListBlocksResult> BlocksAsync(ChatSession session, ListBlocksRequest request, CancellationToken cancellationToken)
    {
        var limit = Math.Min(request.Limit ?? ChatLimits.PageSize, limits.Value.PageSize);
        var page = await users.ReadBlocksAsync(session.User.UserId, request.After, limit, cancellationToken);
        UserBlock[] blocks =
            [.. page.Blocks.Select(block => new UserBlock { UserId = block.UserId, Name = block.Name, BlockedAt = block.At })];
        return new ListBlocksResult { Blocks = blocks, HasMore = page.HasMore };
    }

    public async Task ReportAsync(ChatSession session, ReportMessageRequest request)
    {
        await access.RequireVisibleAsync(session, request.Room);
        await queue.AppendAsync(new ReportCommand(request.Room, session.User, request.MessageId, request.Reason));
    }

    private static string RoomWith(ChatSession session, string userId) => userId == session.User.UserId
        ? throw FieldRules.Invalid("userId must be the id of another user.")
        : DirectRooms.NameOf(session.User.UserId, userId);
}
