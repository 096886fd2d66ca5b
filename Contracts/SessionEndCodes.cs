namespace SignalRChat.Contracts;

/// <summary>Why the server ends a connection: <see cref="SessionEnd.Code"/>, said before the close. A code keeps its meaning for ever.</summary>
public static class SessionEndCodes
{
    /// <summary>The access token expired: come back with a fresh one.</summary>
    public const string TokenExpired = "token-expired";

    /// <summary>Nothing was heard from the client for longer than the client time-out.</summary>
    public const string ClientTimeout = "client-timeout";

    /// <summary>The client did not read what was sent to it for longer than the stall time-out: come back with the cursors.</summary>
    public const string SlowConsumer = "slow-consumer";

    /// <summary>The connection sent more frames or bytes than one may: come back, and send less.</summary>
    public const string TooFast = "too-fast";

    /// <summary>The user has more connections, on all nodes together, than one may have, and this one had to go: do not come back by yourself.</summary>
    public const string TooManyConnections = "too-many-connections";

    /// <summary>The node is going away: come back, elsewhere.</summary>
    public const string ServerStopping = "server-stopping";
}
