using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Api.Rooms;

/// <summary><c>GET /rooms/{room}/updates</c>: one room by its cursor.</summary>
internal static class RoomUpdates
{
    public static void Map(RouteGroupBuilder api) => api
        .MapGet("/rooms/{room}/updates", ReadAsync)
        .Needs(ApiScopes.Messages, HttpMethods.Get)
        .WithName("getUpdates")
        .WithSummary("Returns the changes of a room after a cursor, one page. While hasMore, continue from through.");

    private static async Task<Results<Ok<GetUpdatesResult>, ProblemHttpResult>> ReadAsync(
        string room,
        [FromQuery] long? after,
        [FromQuery] string? epoch,
        [FromQuery] int? limit,
        ServerReader reader,
        CancellationToken cancellationToken)
    {
        RequestRules.Room(room);
        RequestRules.Cursor(after);
        RequestRules.Limit(limit, ChatLimits.CatchUpPageSize);
        return TypedResults.Ok(await reader.ReadUpdatesAsync(room, after ?? 0, epoch, limit, cancellationToken));
    }
}
