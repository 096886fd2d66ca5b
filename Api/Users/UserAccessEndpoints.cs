using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Services.Log;
using SignalRChat.Services.Users;

namespace SignalRChat.Api.Users;

/// <summary><c>/users/{userId}</c>: bans everywhere, and revoked tokens. A user need not have connected before.</summary>
internal static class UserAccessEndpoints
{
    private const string One = "/users/{userId}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(One, GetAsync).Needs(ApiScopes.Users, HttpMethods.Get)
            .WithName("getUser")
            .WithSummary("Returns whether a user is banned, and which tokens are revoked.");
        api.MapPut(One, PutAsync).Takes<PutUser>().Needs(ApiScopes.Users, HttpMethods.Put)
            .WithName("putUser")
            .WithSummary("Bans a user everywhere, or lifts the ban. Open connections end within 2 s.");
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
        return Answer(context, await users.SetBannedAsync(userId, body.Banned ?? throw FieldRules.Invalid("banned is missing.")));
    }

    private static async Task<Results<Ok<UserResult>, ProblemHttpResult>> RevokeAsync(
        string userId, HttpContext context, UserService users)
    {
        FieldRules.UserId(userId);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        var body = hasBody ? await JsonBody.ReadAsync<RevokeTokens>(context.Request) : new();
        if (body.IssuedBefore < 0)
            throw FieldRules.Invalid("issuedBefore must be 0 or more.");
        return Answer(context, await users.RevokeAsync(userId, body.IssuedBefore));
    }

    private static Ok<UserResult> Answer(HttpContext context, UserAccess access)
    {
        context.SetRevision(access.Revision);
        return TypedResults.Ok(new UserResult
        {
            UserId = access.UserId,
            Banned = access.IsBanned,
            RevokedBefore = access.NotBefore > 0 ? access.NotBefore : null,
            Revision = access.Revision,
        });
    }
}

/// <summary>The body of <c>PUT /users/{userId}</c>.</summary>
internal sealed record PutUser
{
    /// <summary>Whether the user is banned from the server. Required.</summary>
    public bool? Banned { get; init; }
}

/// <summary>The body of <c>POST /users/{userId}/revoke</c>, which may be left out.</summary>
internal sealed record RevokeTokens
{
    /// <summary>Tokens that were issued before this time are revoked, in Unix milliseconds. Default, and at most, 2 s after now.</summary>
    public long? IssuedBefore { get; init; }
}

/// <summary>The access of a user.</summary>
internal sealed record UserResult
{
    public string UserId { get; init; } = "";

    public bool Banned { get; init; }

    /// <summary>Tokens that were issued before it are refused, in Unix milliseconds; null if none are revoked.</summary>
    public long? RevokedBefore { get; init; }

    /// <summary>How often the user was changed; 0 for a user who never was.</summary>
    public long Revision { get; init; }
}
