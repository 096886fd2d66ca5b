namespace SignalRChat.Client;

/// <summary>The states of a client's connection.</summary>
public enum ChatConnectionState
{
    /// <summary>Not started, cancelled during <see cref="ChatClient.ConnectAsync"/>, or disposed of.</summary>
    Disconnected,

    /// <summary>The client makes the first connection.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>The connection was lost and the client reconnects.</summary>
    Reconnecting,

    /// <summary>
    /// Ended permanently: the server rejected the credentials (<see cref="ChatConnectionChange.Error"/> is a
    /// <see cref="ChatAuthenticationException"/> with the status), the server ended the session (a
    /// <see cref="ChatDisconnectedException"/> with its code, for example after a ban), or no more tries are allowed. The
    /// client can be connected again.
    /// </summary>
    Closed,
}

/// <summary>A change of the connection, or a scheduled retry.</summary>
public sealed record ChatConnectionChange
{
    /// <summary>The current state of the connection.</summary>
    public required ChatConnectionState State { get; init; }

    /// <summary>The number of the next try, from 1; 0 if no try is scheduled.</summary>
    public long Attempt { get; init; }

    /// <summary>The delay until that try.</summary>
    public TimeSpan RetryIn { get; init; }

    /// <summary>
    /// The reason for the lost connection or for the failed try, if it is known; null when the client itself reconnects with
    /// a renewed token.
    /// </summary>
    public Exception? Error { get; init; }
}
