namespace SignalRChat.Contracts;

/// <summary>
/// The reasons why the server ends a connection: <see cref="SessionEnd.Code"/>, sent before the close. The meaning of a code never changes.
/// </summary>
public static class SessionEndCodes
{
    /// <summary>The access token expired: reconnect with a fresh one.</summary>
    public const string TokenExpired = "token-expired";

    /// <summary>
    /// The access token was revoked: reconnect with one that was issued later. Until then the server answers 401 to a connect.
    /// </summary>
    public const string TokenRevoked = "token-revoked";

    /// <summary>
    /// The user is banned from the server. Do not reconnect automatically: until the ban is lifted, the server answers 403 to a connect.
    /// </summary>
    public const string Banned = "banned";

    /// <summary>A backend ended the user's connections: reconnect.</summary>
    public const string EndedByBackend = "ended-by-backend";

    /// <summary>The server received nothing from the client for longer than the client time-out.</summary>
    public const string ClientTimeout = "client-timeout";

    /// <summary>The client did not read its data for longer than the stall time-out: reconnect with the cursors.</summary>
    public const string SlowConsumer = "slow-consumer";

    /// <summary>The connection exceeded its limit of frames or bytes: reconnect, and send less.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>
    /// The user exceeded the limit of connections on all nodes together, and the server closed this one. Do not reconnect automatically.
    /// </summary>
    public const string TooManyConnections = "too-many-connections";

    /// <summary>The node is draining: reconnect to another node.</summary>
    public const string ServerStopping = "server-stopping";

    /// <summary>
    /// The server cannot read a frame in the protocol of the handshake, or the frame had the wrong type of WebSocket message.
    /// This is a defect of the client, which would repeat it: do not reconnect automatically.
    /// </summary>
    public const string MalformedFrame = "malformed-frame";

    /// <summary>
    /// A frame is larger than the server accepts (<see cref="ChatLimits.ReceiveBytes"/> by default). Reconnect, and do not
    /// send the frame again.
    /// </summary>
    public const string FrameTooLarge = "frame-too-large";

    /// <summary>
    /// The server cannot read the handshake, or does not support its protocol or version. Only in the reason of the WebSocket close.
    /// </summary>
    public const string MalformedHandshake = "malformed-handshake";

    /// <summary>The handshake did not arrive in time. Only in the reason of the WebSocket close.</summary>
    public const string HandshakeTimeout = "handshake-timeout";
}
