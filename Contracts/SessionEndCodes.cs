namespace SignalRChat.Contracts;

/// <summary>
/// Why the server ends a connection: <see cref="SessionEnd.Code"/>, said before the close. A code keeps its meaning for ever.
/// </summary>
public static class SessionEndCodes
{
    /// <summary>The access token expired: come back with a fresh one.</summary>
    public const string TokenExpired = "token-expired";

    /// <summary>Nothing was heard from the client for longer than the client time-out.</summary>
    public const string ClientTimeout = "client-timeout";

    /// <summary>The client did not read what was sent to it for longer than the stall time-out: come back with the cursors.</summary>
    public const string SlowConsumer = "slow-consumer";

    /// <summary>The connection sent more frames or bytes than one may: come back, and send less.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>
    /// The user has more connections, on all nodes together, than one may have, and this one had to go: do not come back by
    /// yourself.
    /// </summary>
    public const string TooManyConnections = "too-many-connections";

    /// <summary>The node is going away: come back, elsewhere.</summary>
    public const string ServerStopping = "server-stopping";

    /// <summary>
    /// A frame cannot be read in the protocol that the handshake chose, or went in the wrong type of WebSocket message. A defect
    /// of the client, which would do it again: do not come back by yourself.
    /// </summary>
    public const string MalformedFrame = "malformed-frame";

    /// <summary>
    /// A frame is larger than the server takes (<see cref="ChatLimits.ReceiveBytes"/> unless set otherwise): come back, and do
    /// not send it again.
    /// </summary>
    public const string FrameTooLarge = "frame-too-large";

    /// <summary>
    /// The handshake cannot be read, or asks for a protocol or version that the server does not have. Only in the reason of the
    /// WebSocket close.
    /// </summary>
    public const string MalformedHandshake = "malformed-handshake";

    /// <summary>The handshake did not come in time. Only in the reason of the WebSocket close.</summary>
    public const string HandshakeTimeout = "handshake-timeout";
}
