namespace SignalRChat.ClientConsole.Talk;

/// <summary>Describes why there is no connection.</summary>
internal static class ReasonWords
{
    /// <param name="change">The change that the client reported.</param>
    /// <param name="endedBecause">The server's code before the close, or an empty string.</param>
    public static string For(ChatConnectionChange change, string endedBecause) => (endedBecause, change) switch
    {
        (_, { Attempt: 0, State: not ChatConnectionState.Closed }) => "",
        ({ Length: > 0 } code, { Attempt: <= 1, Error: not ChatAuthenticationException }) => Words(code),
        // A permanent end has the client's own sentence. A failed try has SignalR's exception, and the socket's message is clearer.
        (_, { Error: { } error }) => change.State == ChatConnectionState.Closed ? error.Message : error.GetBaseException().Message,
        _ => "the server closed the connection",
    };

    private static string Words(string code) => code switch
    {
        SessionEndCodes.ServerStopping => "the server is stopping",
        SessionEndCodes.TokenExpired => "the token expired",
        SessionEndCodes.TokenRevoked => "the token was revoked",
        SessionEndCodes.Banned => "you are banned from this server",
        SessionEndCodes.ClientTimeout => "the client sent nothing for too long",
        SessionEndCodes.SlowConsumer => "the client did not read for too long",
        _ => code,
    };
}
