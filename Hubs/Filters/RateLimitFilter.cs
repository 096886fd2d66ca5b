using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Filters;

/// <summary>
/// Limits the call rate of each user, and refuses all calls of a banned one. It runs before the validation, so a call with a malformed
/// request counts as well.
/// </summary>
internal sealed class RateLimitFilter : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var session = call.Context.Features.GetRequiredFeature<ChatSession>();
        session.RequireAccess();
        session.RateLimiter.Take(KindOf(call.HubMethodArguments));
        return next(call);
    }

    private static CallKind KindOf(IReadOnlyList<object?> arguments) => arguments is not [{ } request] ? CallKind.Reads : request switch
    {
        SendMessageRequest or EditMessageRequest or DeleteMessageRequest or ReactRequest => CallKind.Messages,
        JoinRoomRequest or LeaveRoomRequest or UnsubscribeRoomRequest or CreateRoomRequest or AddMemberRequest => CallKind.Rooms,
        OpenDirectRequest or BlockUserRequest or ReportMessageRequest => CallKind.Rooms,
        MuteMemberRequest or SetRoomRequest => CallKind.Rooms,
        KickMemberRequest or BanMemberRequest or UnbanMemberRequest or SetRoleRequest => CallKind.Rooms,
        ReauthenticateRequest => CallKind.Rooms,
        GetUpdatesRequest or GetHistoryRequest or GetMembersRequest or ListRoomsRequest or ListBansRequest => CallKind.Reads,
        ListBlocksRequest or FollowInboxRequest or MarkReadRequest or GetReadCursorsRequest => CallKind.Reads,
        StartTypingRequest or StopTypingRequest => CallKind.Typing,
        _ => throw new UnreachableException($"There is no rate for {request.GetType().Name}."),
    };
}
