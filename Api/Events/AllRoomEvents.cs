using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Services.Events;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Api.Events;

/// <summary><c>GET /events</c>: all rooms by one cursor, with a long poll.</summary>
internal static class AllRoomEvents
{
    private const string Latest = "latest";

    /// <summary>As for the updates of a room.</summary>
    private const int LongestWait = 25;

    public static void Map(RouteGroupBuilder api) => api
        .MapGet("/events", ReadAsync)
        .Needs(ApiScopes.Read, HttpMethods.Get)
        .WithName("getEvents")
        .WithSummary(
            "Returns the changes of all rooms after a cursor, one page: a line for each range of a room, and a last line with the next "
            + "cursor and hasMore. With wait, as soon as there is a change.");

    private static async Task<Results<EventLines, ProblemHttpResult>> ReadAsync(
        [FromQuery] string? after,
        [FromQuery] int? limit,
        [FromQuery] int? wait,
        AllRoomsReader reader,
        IOptions<LimitOptions> limits,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        FieldRules.Limit(limit, ChatLimits.CatchUpPageSize);
        if (wait < 0 || wait > LongestWait)
            throw FieldRules.Invalid($"wait must be 0 to {LongestWait} seconds.");
        if (after == Latest)
            return new EventLines(await reader.BeginAtEndAsync(cancellationToken));
        if (string.IsNullOrEmpty(after))
            return new EventLines(new([], EventCursor.New(), HasMore: true));
        var cursor = EventCursor.Parse(after)
            ?? throw FieldRules.Invalid($"after must be the cursor of an earlier answer, or {Latest}.");
        var most = Math.Min(limit ?? ChatLimits.CatchUpPageSize, limits.Value.CatchUpPageSize);
        var patience = TimeSpan.FromSeconds(wait ?? 0);
        return new EventLines(await reader.ReadAsync(cursor, most, patience, lifetime.ApplicationStopping, cancellationToken));
    }
}
