using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Users;

namespace SignalRChat.Api.Rooms;

/// <summary><c>/rooms/{room}/members</c> and its bans and reports. A user need not have connected before.</summary>
internal static class RoomMembers
{
    private const string One = "/rooms/{room}/members/{userId}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut(One, PutAsync).Takes<PutMember>().Needs(ApiScopes.Rooms, HttpMethods.Put)
            .WithName("putMember")
            .WithSummary("Makes a user a member, or gives a member another role or name.");
        api.MapDelete(One, DeleteAsync).Needs(ApiScopes.Rooms, HttpMethods.Delete)
            .WithName("deleteMember")
            .WithSummary("Ends a membership.");
        api.MapGet("/rooms/{room}/members", ListAsync).Needs(ApiScopes.Rooms, HttpMethods.Get)
            .WithName("getMembers")
            .WithSummary("Returns the members of a room by user id, a page at a time.");
        api.MapGet("/rooms/{room}/bans", ListBansAsync).Needs(ApiScopes.Rooms, HttpMethods.Get)
            .WithName("getBans")
            .WithSummary("Returns the banned users of a room by user id, a page at a time.");
        api.MapGet("/rooms/{room}/reports", ListReportsAsync).Needs(ApiScopes.Rooms, HttpMethods.Get)
            .WithName("getReports")
            .WithSummary("Returns the reports of messages of a room by sequence and user id, a page at a time.");
    }

    private static async Task<Results<Ok<MemberState>, ProblemHttpResult>> PutAsync(
        string room, string userId, HttpContext context, ServerRooms rooms, UserService users, CancellationToken cancellationToken)
    {
        FieldRules.Room(room);
        FieldRules.UserId(userId);
        if (DirectRooms.IsName(room))
            throw FieldRules.Invalid("A direct room has its two users only.");
        var member = new ChatUser { UserId = userId };
        var body = await JsonBody.ReadAsync<PutMember>(context.Request);
        if (body.Name is not null)
            member = member with { Name = FieldRules.Name(body.Name) };
        if (body.Role is not null)
            FieldRules.Role(body.Role);
        var defaultName = body.Name is null ? await users.FindNameAsync(userId, cancellationToken) : null;
        var put = await rooms.AddMemberAsync(room, member, body.Role, defaultName);
        return TypedResults.Ok(new MemberState(room, userId, put.Role!, put.Revision));
    }

    private static async Task<Results<Ok<RemoveMemberResult>, ProblemHttpResult>> DeleteAsync(
        string room, string userId, ServerRooms rooms)
    {
        FieldRules.Room(room);
        FieldRules.UserId(userId);
        return TypedResults.Ok(await rooms.RemoveMemberAsync(room, userId));
    }

    private static async Task<Results<Ok<GetMembersResult>, ProblemHttpResult>> ListAsync(
        string room, [FromQuery] string? after, [FromQuery] int? limit, ServerRooms rooms, CancellationToken cancellationToken)
    {
        Check(room, after, limit);
        return TypedResults.Ok(await rooms.MembersAsync(room, after, limit, cancellationToken));
    }

    private static async Task<Results<Ok<RoomBanList>, ProblemHttpResult>> ListBansAsync(
        string room, [FromQuery] string? after, [FromQuery] int? limit, ServerRooms rooms, CancellationToken cancellationToken)
    {
        Check(room, after, limit);
        return TypedResults.Ok(RoomBanList.Of(room, await rooms.BansAsync(room, after, limit, cancellationToken)));
    }

    private static async Task<Results<Ok<RoomReportList>, ProblemHttpResult>> ListReportsAsync(
        string room,
        [FromQuery] long? after,
        [FromQuery] string? afterUserId,
        [FromQuery] int? limit,
        ServerRooms rooms,
        CancellationToken cancellationToken)
    {
        Check(room, afterUserId, limit, "afterUserId");
        FieldRules.Cursor(after);
        return TypedResults.Ok(RoomReportList.Of(room, await rooms.ReportsAsync(room, after ?? 0, afterUserId, limit, cancellationToken)));
    }

    private static void Check(string room, string? after, int? limit, string field = "after")
    {
        FieldRules.Room(room);
        if (after is not null)
            FieldRules.UserId(after, field);
        FieldRules.Limit(limit, ChatLimits.PageSize);
    }
}
