using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Users;

namespace SignalRChat.Api.Users;

/// <summary><c>/users/{userId}/rooms</c> and <c>/connections</c>: where a user is, and the end of its connections.</summary>
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
        api.MapDelete("/users/{userId}/connections", EndConnectionsAsync).Needs(ApiScopes.Users, HttpMethods.Delete)
            .WithName("deleteUserConnections")
            .WithSummary("Ends the open connections of a user on all nodes, within 2 s. The user may connect again.");
    }

    private static async Task<Results<Ok<UserRoomList>, ProblemHttpResult>> RoomsAsync(
        string userId,
        [FromQuery] string? after,
        [FromQuery] int? limit,
        ServerRooms rooms,
        CancellationToken cancellationToken)
    {
        FieldRules.UserId(userId);
        FieldRules.RoomAfter(after);
        FieldRules.Limit(limit, ChatLimits.PageSize);
        var page = await rooms.RoomsOfAsync(userId, after, limit, cancellationToken);
        UserRoom[] listed = [.. page.Rooms.Select(one => new UserRoom(
            one.Room.Name, one.Room.Kind, one.Role, one.Room.Head))];
        return TypedResults.Ok(new UserRoomList(userId, listed, page.HasMore));
    }

    private static Results<Ok<UserConnectionList>, ProblemHttpResult> Connections(
        string userId, UserConnections connections, PeerDirectory peers, IRedisLink redis)
    {
        FieldRules.UserId(userId);
        UserConnection[] open = [.. connections.Of(userId).Select(one => new UserConnection(one.ConnectionId, one.Since))];
        return TypedResults.Ok(new UserConnectionList(userId, open, Complete: !redis.HasBackplane || peers.IsWhole));
    }

    private static async Task<Results<Ok<UserResult>, ProblemHttpResult>> EndConnectionsAsync(
        string userId, HttpContext context, UserService users)
    {
        FieldRules.UserId(userId);
        await users.EndConnectionsAsync(userId);
        var result = UserResult.Of(await users.FindAsync(userId, CancellationToken.None));
        context.SetRevision(result.Revision);
        return TypedResults.Ok(result);
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

/// <summary>The open connections of a user.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Connections">The connections, the oldest first.</param>
/// <param name="Complete">
/// True if this node knows the connections of every node that has a lease in Redis, as they were up to a second ago, or if there is no
/// Redis. A node without a lease is not among them. False if some may be missing, because Redis is or was away.
/// </param>
internal sealed record UserConnectionList(string UserId, UserConnection[] Connections, bool Complete);
