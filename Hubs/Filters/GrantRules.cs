using System.Collections.Concurrent;
using System.Reflection;
using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Filters;

/// <summary>
/// A user whose token lists rooms may not name another room in any call. By the property that every such request has, so that no
/// method can be forgotten.
/// </summary>
internal static class GrantRules
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> _rooms = [];

    public static void Check(ChatSession session, object request)
    {
        // A user may leave any room, and a connection need not receive it.
        if (session.Grant is { Rooms: not null } grant && request is not (LeaveRoomRequest or UnsubscribeRoomRequest)
            && RoomOf(request) is { } room && !grant.MayEnter(room))
        {
            throw Refusals.OutsideGrant(room);
        }
    }

    private static string? RoomOf(object request) =>
        _rooms.GetOrAdd(request.GetType(), static type => type.GetProperty(nameof(JoinRoomRequest.Room)))?.GetValue(request) as string;
}
