using SignalRChat.Services.Log;
using SignalRChat.Services.Presence;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// Makes and lists rooms and their members for the server API: no membership is checked. Each change is one command to the command
/// queue, answered when it is on disk.
/// </summary>
internal sealed class ServerRooms(CommandQueue queue, IServerStore store, PresenceTracker presence, IOptions<LimitOptions> limits)
{
    /// <summary>A backend decides itself how many rooms its users are in.</summary>
    private readonly MembershipLimits _limits = new(RoomsPerUser: MembershipLimits.NoLimit, limits.Value.MembersPerRoom);

    /// <summary>Makes the room, or changes its settings if it exists: then the result is a duplicate.</summary>
    public Task<RoomCommandResult> MakeAsync(bool isPrivate, SetRoomCommand settings, IfRevision? condition)
    {
        var make = new MakeRoomCommand(settings.Room, ServiceCommand.Nobody, isPrivate) { Settings = settings };
        return queue.AppendAsync(new ServiceCommand(make) { Condition = condition });
    }

    public Task<RoomCommandResult> SetAsync(SetRoomCommand settings, IfRevision? condition) =>
        queue.AppendAsync(new ServiceCommand(settings) { Condition = condition });

    public async Task<FoundRoom> FindAsync(string room, CancellationToken cancellationToken) =>
        await store.FindRoomAsync(room, cancellationToken) ?? throw Refusals.RoomNotFound(room);

    public Task<RoomsPage> ListAsync(string? prefix, string? after, int? limit, CancellationToken cancellationToken) =>
        store.ReadRoomsAsync(prefix, after, Most(limit), cancellationToken);

    public Task<UserRoomsPage> RoomsOfAsync(string userId, string? after, int? limit, CancellationToken cancellationToken) =>
        store.ReadRoomsOfAsync(userId, after, Most(limit), cancellationToken);

    public Task<RoomCommandResult> AddMemberAsync(string room, ChatUser member, string? role, string? defaultName) =>
        queue.AppendAsync(new ServiceCommand(new AddMemberCommand(room, ServiceCommand.Nobody, member, role)
        {
            DefaultName = defaultName,
            Limits = _limits,
        }));

    public async Task<RemoveMemberResult> RemoveMemberAsync(string room, string userId)
    {
        var removed = await queue.AppendAsync(new ServiceCommand(new KickCommand(room, ServiceCommand.Nobody, userId)));
        return new RemoveMemberResult { Room = room, UserId = userId, Revision = removed.Revision };
    }

    public async Task<GetMembersResult> MembersAsync(string room, string? after, int? limit, CancellationToken cancellationToken)
    {
        var page = await store.ReadMembersAsync(room, after, Most(limit), cancellationToken) ?? throw Refusals.RoomNotFound(room);
        return RoomDirectory.ResultOf(room, page, presence);
    }

    public async Task<ReportsPage> ReportsAsync(
        string room, long after, string? afterUserId, int? limit, CancellationToken cancellationToken) =>
        await store.ReadReportsAsync(room, after, afterUserId, Most(limit), cancellationToken) ?? throw Refusals.RoomNotFound(room);

    public async Task<BansPage> BansAsync(string room, string? after, int? limit, CancellationToken cancellationToken) =>
        await store.ReadBansAsync(room, after, Most(limit), cancellationToken) ?? throw Refusals.RoomNotFound(room);

    private int Most(int? limit) => Math.Min(limit ?? ChatLimits.PageSize, limits.Value.PageSize);
}
