using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth.Guests;

/// <summary><c>POST /auth/guest</c>: a name for a token. A guest that sends its previous token remains the same user.</summary>
internal static class GuestEndpoint
{
    private const int BodyBytes = 4 * 1024;
    private const string StorageRetryAfter = "1";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapPost(ChatPaths.GuestToken, GiveAsync)
        .WithMetadata(new RequestSizeLimitAttribute(BodyBytes))
        .WithMetadata(new GuestRateLimit.Limited())
        .AllowAnonymous();

    private static async Task<Results<Ok<GuestTokenResult>, ProblemHttpResult, NotFound>> GiveAsync(
        HttpContext context, IOptions<GuestOptions> options, ITokenRevocation revocation, ILogger<GuestTokenIssuer> logger)
    {
        if (!options.Value.IsOn)
            return TypedResults.NotFound();
        if (await ReadAsync(context.Request) is not { } request)
            return Refused("The body is not a JSON object with a name, in UTF-8.");
        if (DisplayName.Parse(request.Name, out var problem) is not { } name)
            return Refused(problem);

        // Not a parameter: it would request the key, and so create one, if guests are off.
        var tokens = context.RequestServices.GetRequiredService<GuestTokenIssuer>();
        string userId;
        try
        {
            userId = await FindHolderAsync(context, tokens, revocation) ?? GuestIdentity.NewUserId();
        }
        catch (ChatRefusedException unavailable)
        {
            context.Response.Headers.RetryAfter = StorageRetryAfter;
            return CodedProblem.Of(StatusCodes.Status503ServiceUnavailable, unavailable.Code, unavailable.Message);
        }
        var given = tokens.Give(userId, name, await revocation.TimeOfIssueAsync(context.RequestAborted));
        logger.GuestTokenGiven(given.UserId);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(given);
    }

    /// <summary>
    /// The guest of the previous token; null for a new one. A revoked token must not make its holder the same user again. A banned guest
    /// stays the same user, and is refused when connecting.
    /// </summary>
    private static async Task<string?> FindHolderAsync(HttpContext context, GuestTokenIssuer tokens, ITokenRevocation revocation)
    {
        var token = PresentedToken.Find(context);
        if (await tokens.FindHolderAsync(token) is not { } userId)
            return null;
        var standing = await revocation.CheckStoredAsync(userId, token!.Contents.IssuedAt, context.RequestAborted);
        return standing is TokenStanding.Good or TokenStanding.Banned ? userId : null;
    }

    // Read by hand: the framework's own refusal of a body has no code, and in Development it is a page with a stack.
    // For an unknown charset it is a 500.
    private static async Task<GuestTokenRequest?> ReadAsync(HttpRequest request)
    {
        try
        {
            return JsonMediaType.IsUtf8(request)
                ? await JsonSerializer.DeserializeAsync<GuestTokenRequest>(request.Body, _json, request.HttpContext.RequestAborted)
                : null;
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static ProblemHttpResult Refused(string sentence) =>
        CodedProblem.Of(StatusCodes.Status400BadRequest, ChatErrorCodes.InvalidArgument, sentence);
}
