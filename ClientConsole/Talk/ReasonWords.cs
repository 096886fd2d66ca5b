using SignalRChat.Client;
using SignalRChat.Contracts;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>Says why a connection is not there.</summary>
internal static class ReasonWords
{
    /// <param name="change">What the client told.</param>
    /// <param name="endedBecause">The code the server gave before the close, or nothing.</param>
    public static string For(ChatConnectionChange change, string endedBecause) => (endedBecause, change) switch
    {
        (_, { Attempt: 0, State: not ChatConnectionState.Closed }) => "",
        ({ Length: > 0 } code, { Attempt: <= 1, Error: not ChatAuthenticationException }) => Words(code),
        // What is told at the end is a sentence of the client's own; what a try failed with is SignalR's, and the socket's word
        // is the clearer one.
        (_, { Error: { } error }) => change.State == ChatConnectionState.Closed ? error.Message : error.GetBaseException().Message,
        _ => "the server closed the connection",
    };

    private static string Words(string code) => code switch
    {
        SessionEndCodes.ServerStopping => "the server is stopping",
        SessionEndCodes.TokenExpired => "the token expired",
        SessionEndCodes.ClientTimeout => "the server heard nothing for too long",
        SessionEndCodes.SlowConsumer => "what the server sent was not read for too long",
        _ => code,
    };
}
