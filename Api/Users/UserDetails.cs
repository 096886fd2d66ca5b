using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Api.Users;

/// <summary><c>/users/{userId}/rooms</c> and <c>/connections</c>: where a user is.</summary>
internal static class UserDetails
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/users/{userId}/rooms", RoomsAsync).Needs(ApiScopes.Users, HttpMethods.Get)
            .WithName("getUserRooms")
            .WithSummary("Returns the rooms that a user is a member of, by name, a page at a time.");
        api.MapGet("/users/{userId}/connections", Connections).Needs(ApiScopes.Users, HttpMethods.Get)
            .WithName("getUserConnections")
            .WithSummary("Returns the open connections of a user on all nodes.");
    }

    private static async Task<Results<Ok<UserRoomList>, ProblemHttpResult>> RoomsAsync(
        string userId,
        [FromQuery] string? after,
        [FromQuery] int? limit,
        HttpContext context,
        ServerRooms rooms,
        CancellationToken cancellationToken)
    {
        var user = PathValues.UserId(context, fromEnd: 1);
        FieldRules.RoomAfter(after);
        FieldRules.Limit(limit, ChatLimits.PageSize);
        var page = await rooms.RoomsOfAsync(user, after, limit, cancellationToken);
        UserRoom[] listed = [.. page.Rooms.Select(one => new UserRoom(
            one.Room.Name, one.Room.Kind, one.Role, one.Room.Head))];
        return TypedResults.Ok(new UserRoomList(user, listed, page.HasMore));
    }

    private static Results<Ok<UserConnectionList>, ProblemHttpResult> Connections(
        string userId, HttpContext context, UserConnections connections)
    {
        var user = PathValues.UserId(context, fromEnd: 1);
        UserConnection[] open = [.. connections.Of(user).Select(one => new UserConnection(one.ConnectionId, one.Since))];
        return TypedResults.Ok(new UserConnectionList(user, open));
    }
}

/// <summary>A room of a user.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Kind"><c>public</c>, <c>private</c> or <c>direct</c>.</param>
/// <param name="Role">The user's role: <c>owner</c>, <c>moderator</c> or <c>member</c>.</param>
/// <param name="Revision">The newest revision of the room.</param>
internal sealed record UserRoom(string Room, string Kind, string Role, long Revision);

/// <summary>A page of the rooms of a user, by name.</summary>
internal sealed record UserRoomList(string UserId, UserRoom[] Rooms, bool HasMore);

/// <summary>A connection.</summary>
/// <param name="ConnectionId">Its id, which the log of its node has too.</param>
/// <param name="Since">When it began, in Unix milliseconds.</param>
internal sealed record UserConnection(string ConnectionId, long Since);

/// <summary>The open connections of a user, the oldest first.</summary>
internal sealed record UserConnectionList(string UserId, UserConnection[] Connections);
