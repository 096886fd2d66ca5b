using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;
using SignalRChat.Services.Users;

namespace SignalRChat.Api.Users;

/// <summary><c>POST /tokens</c>: a token for one of the caller's users, for a backend without an issuer.</summary>
internal static class UserTokens
{
    public static void Map(RouteGroupBuilder api) => api
        .MapPost("/tokens", GiveAsync).Takes<PostToken>().Needs(ApiScopes.Users, HttpMethods.Post)
        .WithName("postToken")
        .WithSummary("Issues a token for a user, signed with the first key of Authentication:Schemes:Bearer:SigningKeys.");

    private static async Task<Results<Ok<UserToken>, ProblemHttpResult>> GiveAsync(
        HttpContext context, UserTokenIssuer issuer, UserService users, ITokenRevocation revocation)
    {
        var body = await JsonBody.ReadAsync<PostToken>(context.Request);
        var (user, lifetime, chat) = (body.ToUser(), body.ToLifetime(), body.ToClaim());
        if (!issuer.HasKey)
            return ApiProblems.NoSigningKey;
        if (body.Name is null && await users.FindNameAsync(user.UserId, context.RequestAborted) is { } name)
            user = user with { Name = name };
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(issuer.Give(user, await revocation.TimeOfIssueAsync(context.RequestAborted), lifetime, chat));
    }
}

/// <summary>The body of <c>POST /tokens</c>.</summary>
internal sealed record PostToken
{
    private const int ShortestTtl = 60;
    private const int LongestTtl = 24 * 60 * 60;
    private const int DefaultTtl = 60 * 60;

    /// <summary>The user's id: the <c>sub</c> of the token.</summary>
    public string? UserId { get; init; }

    /// <summary>The name that others see. By default that of the user's profile, or the user id.</summary>
    public string? Name { get; init; }

    /// <summary>How long the token is valid: 60 to 86,400 seconds, 3,600 by default.</summary>
    public int? Ttl { get; init; }

    /// <summary>The claim chat of the token: what the user may do. docs/protocol.md describes it.</summary>
    public JsonElement? Chat { get; init; }

    public ChatUser ToUser()
    {
        FieldRules.UserId(UserId);
        if (GuestIdentity.IsUserId(UserId))
            throw FieldRules.Invalid("userId must not have the form of a guest's id.");
        return new() { UserId = UserId, Name = FieldRules.Name(Name ?? DisplayName.From(UserId)) };
    }

    public JsonElement? ToClaim()
    {
        var fault = "The token's chat claim has a member that is not Unicode.";
        try
        {
            if (Chat is { ValueKind: JsonValueKind.Object } members)
                JsonBody.CheckNames(members, ChatClaim.Members, "chat");
            if (Chat is not { } claim || ChatClaim.Read(claim, out fault) is not null)
                return Chat;
        }
        catch (InvalidOperationException)
        {
            // Of a name with half a surrogate pair.
        }
        throw FieldRules.Invalid($"chat: {fault}");
    }

    public TimeSpan ToLifetime() => Ttl is null or (>= ShortestTtl and <= LongestTtl)
        ? TimeSpan.FromSeconds(Ttl ?? DefaultTtl)
        : throw FieldRules.Invalid($"ttl must be {ShortestTtl} to {LongestTtl} seconds.");
}
