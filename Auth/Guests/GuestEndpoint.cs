using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SignalRChat.Auth.Tokens;
using SignalRChat.Contracts;

namespace SignalRChat.Auth.Guests;

/// <summary><c>POST /auth/guest</c>: a name for a token. Who sends the token held before stays the same user.</summary>
internal static class GuestEndpoint
{
    private const int BodyBytes = 4 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints
        .MapPost(ChatPaths.GuestToken, GiveAsync)
        .WithMetadata(new RequestSizeLimitAttribute(BodyBytes))
        .WithMetadata(new GuestRateLimit.Limited())
        .AllowAnonymous();

    private static async Task<Results<Ok<GuestTokenResult>, ProblemHttpResult, NotFound>> GiveAsync(
        HttpContext context, IOptions<GuestOptions> options, ILogger<GuestTokens> logger)
    {
        if (!options.Value.IsOn) return TypedResults.NotFound();
        if (await ReadAsync(context.Request) is not { } request) return Refused("The body is not a JSON object with a name.");
        if (DisplayName.Parse(request.Name, out var problem) is not { } name) return Refused(problem);

        // Not a parameter: it would ask for the key, and so make one, where guests are off.
        var tokens = context.RequestServices.GetRequiredService<GuestTokens>();
        var userId = await tokens.FindHolderAsync(PresentedToken.Find(context)) ?? GuestTokens.NewUserId();
        var given = tokens.Give(userId, name);
        logger.GuestTokenGiven(given.UserId);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(given);
    }

    // Read by hand: the framework's own refusal of a body has no code, and in Development it is a page with a stack.
    private static async Task<GuestTokenRequest?> ReadAsync(HttpRequest request)
    {
        try
        {
            return request.HasJsonContentType()
                ? await request.ReadFromJsonAsync<GuestTokenRequest>(request.HttpContext.RequestAborted)
                : null;
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static ProblemHttpResult Refused(string sentence) => TypedResults.Problem(
        sentence,
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["code"] = ChatErrorCodes.InvalidArgument });
}
