using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Api.Rooms;

/// <summary><c>GET /rooms/{room}/updates</c>: one room by its cursor, with a long poll.</summary>
internal static class RoomUpdates
{
    /// <summary>Shorter than the time-outs of proxies, which cut a request without an answer after 30 s or more.</summary>
    private const int LongestWait = 25;

    public static void Map(RouteGroupBuilder api) => api
        .MapGet("/rooms/{room}/updates", ReadAsync)
        .Needs(ApiScopes.Messages, HttpMethods.Get)
        .WithName("getUpdates")
        .WithSummary("Returns the changes of a room after a cursor, one page; with wait, as soon as there is one.");

    private static async Task<Results<Ok<GetUpdatesResult>, ProblemHttpResult>> ReadAsync(
        string room,
        [FromQuery] long? after,
        [FromQuery] string? epoch,
        [FromQuery] int? limit,
        [FromQuery] int? wait,
        ServerReader reader,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        FieldRules.Room(room);
        FieldRules.Cursor(after);
        FieldRules.Limit(limit, ChatLimits.CatchUpPageSize);
        if (wait < 0 || wait > LongestWait)
            throw FieldRules.Invalid($"wait must be 0 to {LongestWait} seconds.");
        var patience = TimeSpan.FromSeconds(wait ?? 0);
        return TypedResults.Ok(await reader.ReadUpdatesAsync(
            new RoomPlace(room, epoch, after ?? 0), limit, patience, lifetime.ApplicationStopping, cancellationToken));
    }
}
