using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>Making and changing rooms, and making other users their members. Each is one command to the command queue.</summary>
internal sealed class RoomMaking(
    CommandQueue queue, RoomAccess access, RoomCreationPolicy creation, AppPolicies policies, IOptions<LimitOptions> limits)
{
    private readonly MembershipLimits _limits = limits.Value.ForMembership();

    public async Task<CreateRoomResult> CreateAsync(ChatSession session, CreateRoomRequest request)
    {
        var create = new CreateCommand(request.Room ?? NewName(), session.User, request.Kind)
        {
            Title = request.Title,
            Data = request.Data,
            Members = request.Members,
            MostMade = limits.Value.RoomsMadePerUser,
            MayMake = creation.Permits(session.Grant, request.Kind),
            Limits = _limits,
            Grant = session.Grant,
        };
        // The name of another user's room must not show to a user who may make none.
        if (!create.MayMake)
            throw Refusals.For(ChatErrorCodes.Forbidden, create);
        await policies.RequireMayCreateAsync(new()
        {
            UserId = session.User.UserId,
            Room = request.Room,
            Kind = request.Kind,
            Title = request.Title,
            Data = request.Data,
            Members = request.Members,
        });
        var stored = await queue.AppendAsync(create);
        return new CreateRoomResult { Room = create.Room, Role = stored.Role!, Revision = stored.Revision };
    }

    public async Task<SetRoomResult> SetAsync(ChatSession session, SetRoomRequest request)
    {
        await access.RequireVisibleAsync(session, request.Room);
        var stored = await queue.AppendAsync(SetRoomCommand.Of(request, session.User));
        return new SetRoomResult { Room = request.Room, Revision = stored.Revision };
    }

    public async Task<AddMemberResult> AddMemberAsync(ChatSession session, AddMemberRequest request)
    {
        await access.RequireVisibleAsync(session, request.Room);
        await policies.RequireMayJoinAsync(request.UserId, request.Room, addedBy: session.User.UserId);
        var stored = await queue.AppendAsync(
            new InviteCommand(request.Room, session.User, request.UserId, request.Role ?? RoomRoles.Member)
            {
                Limits = _limits,
                Grant = session.Grant,
            });
        return new AddMemberResult { Room = request.Room, UserId = request.UserId, Role = stored.Role!, Revision = stored.Revision };
    }

    private static string NewName() => $"{Guid.NewGuid():n}";
}
