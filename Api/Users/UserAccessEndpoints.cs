using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Log;
using SignalRChat.Services.Users;

namespace SignalRChat.Api.Users;

/// <summary><c>/users/{userId}</c>: the profile, bans everywhere, and revoked tokens. A user need not have connected before.</summary>
internal static class UserAccessEndpoints
{
    private const string One = "/users/{userId}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(One, GetAsync).Needs(ApiScopes.Users, HttpMethods.Get)
            .WithName("getUser")
            .WithSummary("Returns the profile of a user, whether the user is banned, and which tokens are revoked.");
        api.MapPut(One, PutAsync).Takes<PutUser>().TakesIfMatch().Needs(ApiScopes.Users, HttpMethods.Put)
            .WithName("putUser")
            .WithSummary("Changes the profile of a user. Bans the user everywhere, or lifts the ban: open connections end within 2 s.");
        api.MapPost($"{One}/revoke", RevokeAsync).Takes<RevokeTokens>().Needs(ApiScopes.Users, HttpMethods.Post)
            .WithName("revokeTokens")
            .WithSummary("Revokes the user's tokens that were issued before now, or before a time. Open connections end within 2 s.");
    }

    private static async Task<Results<Ok<UserResult>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        string userId, HttpContext context, UserService users, CancellationToken cancellationToken)
    {
        FieldRules.UserId(userId);
        var found = Answer(context, await users.FindAsync(userId, cancellationToken));
        return context.HasRevision(found.Value!.Revision) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : found;
    }

    private static async Task<Results<Ok<UserResult>, ProblemHttpResult>> PutAsync(string userId, HttpContext context, UserService users)
    {
        FieldRules.UserId(userId);
        var body = await JsonBody.ReadAsync<PutUser>(context.Request);
        return Answer(context, await users.PutAsync(body.ToCommand(userId, context.Condition()), body.Banned));
    }

    private static async Task<Results<Ok<UserResult>, ProblemHttpResult>> RevokeAsync(
        string userId, HttpContext context, UserService users)
    {
        FieldRules.UserId(userId);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        var body = hasBody ? await JsonBody.ReadAsync<RevokeTokens>(context.Request) : new();
        if (body.IssuedBefore < 0)
            throw FieldRules.Invalid("issuedBefore must be 0 or more.");
        await users.RevokeAsync(userId, body.IssuedBefore);
        return Answer(context, await users.FindAsync(userId, CancellationToken.None));
    }

    private static Ok<UserResult> Answer(HttpContext context, StoredUser user)
    {
        var result = UserResult.Of(user);
        context.SetRevision(result.Revision);
        return TypedResults.Ok(result);
    }
}

/// <summary>The body of <c>POST /users/{userId}/revoke</c>, which may be left out.</summary>
internal sealed record RevokeTokens
{
    /// <summary>Tokens that were issued before this time are revoked, in Unix milliseconds. Default, and at most, 2 s after now.</summary>
    public long? IssuedBefore { get; init; }
}
