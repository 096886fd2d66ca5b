namespace SignalRChat.Hosting;

/// <summary>Headers that limit the page in a browser: it may run our own scripts, and connect to this server.</summary>
internal static class SecurityHeaders
{
    // 'self' covers the WebSocket to this server too (Content Security Policy Level 3).
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    });

    /// <summary>For a script or a style, which no window and no frame shows.</summary>
    public static void LeaveOutThoseOfDocuments(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = default;
        headers["Referrer-Policy"] = default;
        headers["Cross-Origin-Opener-Policy"] = default;
    }
}
