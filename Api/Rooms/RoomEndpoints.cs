using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Api.Rooms;

/// <summary><c>/rooms</c>: make rooms and list them.</summary>
internal static class RoomEndpoints
{
    private const string One = "/rooms/{room}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut(One, PutAsync).Takes<PutRoom>().TakesIfMatch().Needs(ApiScopes.Rooms, HttpMethods.Put)
            .WithName("putRoom")
            .WithSummary("Makes a room without members, with these settings. If it exists, changes its settings and answers 200.");
        api.MapPatch(One, PatchAsync).Takes<PatchRoom>().TakesIfMatch().Needs(ApiScopes.Rooms, HttpMethods.Patch)
            .WithName("patchRoom")
            .WithSummary("Changes settings of a room.");
        api.MapDelete(One, ArchiveAsync).TakesIfMatch().Needs(ApiScopes.Rooms, HttpMethods.Delete)
            .WithName("deleteRoom")
            .WithSummary("Archives a room: its members read it, and only a backend posts there.");
        api.MapGet(One, GetAsync).Needs(ApiScopes.Rooms, HttpMethods.Get)
            .WithName("getRoom")
            .WithSummary("Returns a room.");
        api.MapGet("/rooms", ListAsync).Needs(ApiScopes.Rooms, HttpMethods.Get)
            .WithName("getRooms")
            .WithSummary("Returns all rooms by name, a page at a time.");
    }

    private static async Task<Results<Created<RoomState>, Ok<RoomState>, ProblemHttpResult>> PutAsync(
        string room, HttpContext context, ServerRooms rooms, CancellationToken cancellationToken)
    {
        FieldRules.NewRoom(room);
        var body = await JsonBody.ReadAsync<PutRoom>(context.Request);
        var made = await rooms.MakeAsync(body.IsPrivate(), body.ToCommand(room), context.Condition());
        var state = await ReadAsync(room, made, context, rooms, cancellationToken);
        return made.Duplicate ? TypedResults.Ok(state) : TypedResults.Created((string?)null, state);
    }

    private static async Task<Results<Ok<RoomState>, ProblemHttpResult>> PatchAsync(
        string room, HttpContext context, ServerRooms rooms, CancellationToken cancellationToken)
    {
        FieldRules.Room(room);
        var body = await JsonBody.ReadAsync<PatchRoom>(context.Request);
        var changed = await rooms.SetAsync(body.ToCommand(room), context.Condition());
        return TypedResults.Ok(await ReadAsync(room, changed, context, rooms, cancellationToken));
    }

    private static async Task<Results<Ok<RoomState>, ProblemHttpResult>> ArchiveAsync(
        string room, HttpContext context, ServerRooms rooms, CancellationToken cancellationToken)
    {
        FieldRules.Room(room);
        var archived = await rooms.SetAsync(new(room, ServiceCommand.Nobody) { IsArchived = true }, context.Condition());
        return TypedResults.Ok(await ReadAsync(room, archived, context, rooms, cancellationToken));
    }

    private static async Task<Results<Ok<RoomState>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        string room, HttpContext context, ServerRooms rooms, CancellationToken cancellationToken)
    {
        FieldRules.Room(room);
        var state = await ReadAsync(room, context, rooms, cancellationToken);
        return context.HasRevision(state.Info!.Revision)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(state);
    }

    private static async Task<Results<Ok<RoomList>, ProblemHttpResult>> ListAsync(
        [FromQuery] string? prefix,
        [FromQuery] string? after,
        [FromQuery] int? limit,
        ServerRooms rooms,
        CancellationToken cancellationToken)
    {
        FieldRules.RoomPrefix(prefix);
        FieldRules.RoomAfter(after);
        FieldRules.Limit(limit, ChatLimits.PageSize);
        var page = await rooms.ListAsync(prefix, after, limit, cancellationToken);
        return TypedResults.Ok(new RoomList([.. page.Rooms.Select(RoomState.Of)], page.HasMore));
    }

    /// <summary>
    /// The room after a change. Another change may have followed: the answer shows its settings and has their tag, and the revision is that
    /// of the change which was asked for.
    /// </summary>
    private static async Task<RoomState> ReadAsync(
        string room, RoomCommandResult changed, HttpContext context, ServerRooms rooms, CancellationToken cancellationToken) =>
        await ReadAsync(room, context, rooms, cancellationToken) with { Revision = changed.Revision };

    /// <summary>The tag is the revision of the settings: the newest one of the room is another with every message.</summary>
    private static async Task<RoomState> ReadAsync(
        string room, HttpContext context, ServerRooms rooms, CancellationToken cancellationToken)
    {
        var found = await rooms.FindAsync(room, cancellationToken);
        context.SetRevision(found.Info.Revision);
        return RoomState.Of(found);
    }
}
