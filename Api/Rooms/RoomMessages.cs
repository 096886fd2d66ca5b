using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Api.Rooms;

/// <summary><c>/rooms/{room}/messages</c>: post, edit, delete and read. The id of a message is the key: a repeat changes nothing.</summary>
internal static class RoomMessages
{
    private const string One = "/rooms/{room}/messages/{messageId}";

    public static void Map(RouteGroupBuilder api, LimitOptions limits)
    {
        api.MapPut(One, PutAsync).Takes<PutMessage>(limits.TextLength).TakesIfMatch().Needs(ApiScopes.Messages, HttpMethods.Put)
            .WithName("putMessage")
            .WithSummary("Posts a message as system, as a bot or for a user. A repeat answers 200 with duplicate.");
        api.MapPatch(One, PatchAsync).Takes<PatchMessage>(limits.TextLength).TakesIfMatch().Needs(ApiScopes.Messages, HttpMethods.Patch)
            .WithName("patchMessage")
            .WithSummary("Gives a message another text.");
        api.MapDelete(One, DeleteAsync).TakesIfMatch().Needs(ApiScopes.Messages, HttpMethods.Delete)
            .WithName("deleteMessage")
            .WithSummary("Takes the text from a message.");
        api.MapGet(One, GetAsync).Needs(ApiScopes.Messages, HttpMethods.Get)
            .WithName("getMessage")
            .WithSummary("Returns a message.");
        api.MapGet("/rooms/{room}/messages", ListAsync).Needs(ApiScopes.Messages, HttpMethods.Get)
            .WithName("getMessages")
            .WithSummary("Returns the messages before a sequence, the newest page.");
    }

    private static async Task<Results<Created<SendMessageResult>, Ok<SendMessageResult>, ProblemHttpResult>> PutAsync(
        string room, string messageId, HttpContext context, ServerMessages messages, IOptions<LimitOptions> limits)
    {
        Check(room, messageId);
        var body = await JsonBody.ReadAsync<PutMessage>(context.Request);
        var stored = await messages.PostAsync(body.ToCommand(room, messageId, limits.Value.TextLength), context.Condition());
        context.SetRevision(stored.Revision);
        return stored.Duplicate ? TypedResults.Ok(stored) : TypedResults.Created((string?)null, stored);
    }

    private static async Task<Results<Ok<ChangeMessageResult>, ProblemHttpResult>> PatchAsync(
        string room, string messageId, HttpContext context, ServerMessages messages, IOptions<LimitOptions> limits)
    {
        Check(room, messageId);
        var body = await JsonBody.ReadAsync<PatchMessage>(context.Request);
        FieldRules.Text(body.Text, limits.Value.TextLength);
        return Changed(context, await messages.EditAsync(room, messageId, body.Text, context.Condition()));
    }

    private static async Task<Results<Ok<ChangeMessageResult>, ProblemHttpResult>> DeleteAsync(
        string room, string messageId, HttpContext context, ServerMessages messages)
    {
        Check(room, messageId);
        return Changed(context, await messages.DeleteAsync(room, messageId, context.Condition()));
    }

    private static async Task<Results<Ok<ChatMessage>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        string room, string messageId, HttpContext context, ServerMessages messages, CancellationToken cancellationToken)
    {
        Check(room, messageId);
        var message = await messages.FindAsync(room, messageId, cancellationToken);
        context.SetRevision(message.Revision);
        return context.HasRevision(message.Revision)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(message);
    }

    private static async Task<Results<Ok<GetHistoryResult>, ProblemHttpResult>> ListAsync(
        string room,
        [FromQuery] long? before,
        [FromQuery] int? limit,
        ServerMessages messages,
        CancellationToken cancellationToken)
    {
        FieldRules.Room(room);
        FieldRules.Before(before);
        FieldRules.Limit(limit, ChatLimits.PageSize);
        return TypedResults.Ok(await messages.ReadAsync(room, before, limit, cancellationToken));
    }

    private static void Check(string room, string messageId)
    {
        FieldRules.Room(room);
        FieldRules.MessageId(messageId);
    }

    private static Ok<ChangeMessageResult> Changed(HttpContext context, ChangeMessageResult changed)
    {
        context.SetRevision(changed.Revision);
        return TypedResults.Ok(changed);
    }
}
