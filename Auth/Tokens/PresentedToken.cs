namespace SignalRChat.Auth.Tokens;

/// <summary>
/// The token of a request: from the Authorization header, or on the hub's path from the query if a browser cannot send a header.
/// </summary>
internal static class PresentedToken
{
    private const string Prefix = "Bearer ";

    public static string? Find(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        if (header is not null && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return header[Prefix.Length..].Trim();

        return context.Request.Path.StartsWithSegments(ChatPaths.Hub) ? context.Features.Get<QueryToken>()?.Value : null;
    }
}
