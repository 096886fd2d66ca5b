namespace SignalRChat.Auth;

/// <summary>Event ids 1000 to 1099. Never a token, and of a token only why it was refused.</summary>
internal static partial class AuthLog
{
    [LoggerMessage(1000, LogLevel.Information, "Rejected a token: {Reason}")]
    public static partial void TokenRefused(this ILogger logger, string reason);

    [LoggerMessage(1001, LogLevel.Warning,
        "Could not read the signing keys of issuer {Authority}; its tokens are rejected until the keys can be read.")]
    public static partial void IssuerUnreachable(this ILogger logger, string? authority, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning,
        "Rejected a page of origin {Origin}: it is neither the server's origin {Own} nor listed in Cors:AllowedOrigins.")]
    public static partial void OriginRefused(this ILogger logger, string origin, string own);

    [LoggerMessage(1003, LogLevel.Warning,
        "Rejected a page of origin {Origin}: its host is not configured. If it is this server's name, add it to AllowedHosts.")]
    public static partial void OwnHostUnknown(this ILogger logger, string origin);

    [LoggerMessage(1004, LogLevel.Warning,
        "Rejected a request for host {Host} with 400. If it is this server's name, add it to AllowedHosts.")]
    public static partial void HostRefused(this ILogger logger, string host);

    [LoggerMessage(1010, LogLevel.Information, "Created the guest signing key {Path}.")]
    public static partial void GuestKeyMade(this ILogger logger, string path);

    [LoggerMessage(1013, LogLevel.Warning,
        "Created the guest signing key {Path}. Other nodes accept this node's guests only with the same key: share the folder, or copy "
        + "the file to them before they start.")]
    public static partial void GuestKeyOfOneNode(this ILogger logger, string path);

    [LoggerMessage(1011, LogLevel.Warning, "Other users can read the guest signing key {Path}; restrict it to its owner.")]
    public static partial void GuestKeyExposed(this ILogger logger, string path);

    [LoggerMessage(1012, LogLevel.Debug, "Issued a guest token to {UserId}.")]
    public static partial void GuestTokenGiven(this ILogger logger, string userId);
}
