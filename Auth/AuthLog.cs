namespace SignalRChat.Auth;

/// <summary>Event ids 1000 to 1099. Never a token, and of a token only why it was refused.</summary>
internal static partial class AuthLog
{
    [LoggerMessage(1000, LogLevel.Information, "A token was refused: {Reason}")]
    public static partial void TokenRefused(this ILogger logger, string reason);

    [LoggerMessage(1001, LogLevel.Warning, "The keys of the issuer {Authority} cannot be read, so no token of it can be checked.")]
    public static partial void IssuerUnreachable(this ILogger logger, string? authority, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning,
        "A page of {Origin} was refused: it is neither this server's own origin {Own} nor in Cors:AllowedOrigins.")]
    public static partial void OriginRefused(this ILogger logger, string origin, string own);

    [LoggerMessage(1003, LogLevel.Warning,
        "The page of {Origin} was refused, because its host is not configured as the server's own. If it is this server's name, add it to AllowedHosts.")]
    public static partial void OwnHostUnknown(this ILogger logger, string origin);

    [LoggerMessage(1004, LogLevel.Warning, "A request to the host {Host} was answered with 400. If it is this server's name, add it to AllowedHosts.")]
    public static partial void HostRefused(this ILogger logger, string host);

    [LoggerMessage(1010, LogLevel.Information, "The key of the guests' tokens was made: {Path}")]
    public static partial void GuestKeyMade(this ILogger logger, string path);

    [LoggerMessage(1013, LogLevel.Warning,
        "The key of the guests' tokens was made: {Path}. Other nodes accept this node's guests only with the same file: share the folder, or copy the file into theirs before they start.")]
    public static partial void GuestKeyOfOneNode(this ILogger logger, string path);

    [LoggerMessage(1011, LogLevel.Warning, "The key of the guests' tokens can be read by others than its owner: {Path}")]
    public static partial void GuestKeyExposed(this ILogger logger, string path);

    [LoggerMessage(1012, LogLevel.Debug, "A guest's token was given to {UserId}.")]
    public static partial void GuestTokenGiven(this ILogger logger, string userId);
}
