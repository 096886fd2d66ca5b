using SignalRChat.Contracts;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// The token of a request: from the Authorization header, or from the query where a browser has no other way, on the hub's path.
/// </summary>
internal static class PresentedToken
{
    private const string Prefix = "Bearer ";

    public static string? Find(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        if (header is not null && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return header[Prefix.Length..].Trim();

        return context.Request.Path.StartsWithSegments(ChatPaths.Hub) ? context.Features.Get<QueryToken>()?.Value : null;
    }
}
