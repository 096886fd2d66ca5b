namespace SignalRChat.Auth.Origins;

/// <summary>
/// Refuses pages of foreign origins on every request to the hub and to the guests' door. CORS alone only keeps a page from
/// reading an answer, and does not concern WebSockets at all.
/// </summary>
internal sealed class OriginGuard(
    RequestDelegate next, IOptions<OriginOptions> options, IOptions<HostNames> names, ILogger<OriginGuard> logger)
{
    private const int LoggedLength = 200;

    private readonly HashSet<string> _allowed = [.. options.Value.Normalised];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsGuarded(request.Path) || request.Headers.Origin.Count == 0)
            return next(context);

        var own = $"{request.Scheme}://{request.Host}";
        var origin = request.Headers.Origin.ToString();
        var isOwnHost = names.Value.AreOwn(request.Host);
        if (IsWelcome(origin, isOwnHost ? own : null))
            return next(context);

        if (!isOwnHost && WebOrigin.Normalise(origin) == WebOrigin.Normalise(own))
            logger.OwnHostUnknown(Loggable(origin));
        else
            logger.OriginRefused(Loggable(origin), Loggable(own));
        return TypedResults
            .Problem("Origin not allowed.", statusCode: StatusCodes.Status403Forbidden)
            .ExecuteAsync(context);
    }

    public static string Loggable(string origin) =>
        DisplayName.IsPlain(origin) ? origin[..Math.Min(origin.Length, LoggedLength)] : "(unprintable)";

    private bool IsWelcome(string origin, string? own) =>
        WebOrigin.Normalise(origin) is { } known && (_allowed.Contains(known) || (own is not null && known == WebOrigin.Normalise(own)));

    private static bool IsGuarded(PathString path) =>
        path.StartsWithSegments(ChatPaths.Hub) || path.StartsWithSegments(ChatPaths.GuestToken);
}
