namespace SignalRChat.Auth.Tokens;

/// <summary>
/// The token of a request: from the Authorization header, or on the hub's path from the query if a browser cannot send a header.
/// It stays with the request until the token is validated, so each request reads its token once.
/// </summary>
internal sealed class PresentedToken(string text)
{
    private const string Prefix = "Bearer ";

    private TokenContents? _contents;

    public string Text => text;

    public TokenContents Contents => _contents ??= TokenForm.Read(text);

    public static PresentedToken? Find(HttpContext context)
    {
        if (context.Features.Get<PresentedToken>() is { } found)
            return found;
        if (FindText(context) is not { Length: > 0 } text)
            return null;
        var token = new PresentedToken(text);
        context.Features.Set(token);
        return token;
    }

    /// <summary>Drops the token from the request. A WebSocket's request may live as long as its connection.</summary>
    public static void Forget(HttpContext context)
    {
        context.Features.Set<PresentedToken>(null);
        context.Features.Set<QueryToken>(null);
        context.Request.Headers.Authorization = default;
    }

    /// <summary>The bearer token of the Authorization header; null without one.</summary>
    public static string? InHeader(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        return header is not null && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : null;
    }

    private static string? FindText(HttpContext context)
    {
        if (InHeader(context.Request) is { } text)
            return text;
        return context.Request.Path.StartsWithSegments(ChatPaths.Hub) ? context.Features.Get<QueryToken>()?.Value : null;
    }
}
