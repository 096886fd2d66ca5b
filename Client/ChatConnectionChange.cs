namespace SignalRChat.Client;

/// <summary>Where a client's connection stands.</summary>
public enum ChatConnectionState
{
    /// <summary>Not begun, given up by a cancelled <see cref="ChatClient.ConnectAsync"/>, or disposed of.</summary>
    Disconnected,

    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>The connection was lost and is being made again.</summary>
    Reconnecting,

    /// <summary>
    /// Ended for good: by refused credentials (<see cref="ChatConnectionChange.Error"/> is a
    /// <see cref="ChatAuthenticationException"/> with the status), or by the server (a <see cref="ChatDisconnectedException"/>
    /// with its code, as after a ban), or because no more tries are allowed. The client can be connected again.
    /// </summary>
    Closed,
}

/// <summary>A change of the connection, or one more try to make it.</summary>
public sealed record ChatConnectionChange
{
    /// <summary>Where the connection stands now.</summary>
    public required ChatConnectionState State { get; init; }

    /// <summary>The number of the try that comes next, from 1; 0 where there is none.</summary>
    public long Attempt { get; init; }

    /// <summary>How long until that try.</summary>
    public TimeSpan RetryIn { get; init; }

    /// <summary>
    /// Why the connection was lost, or the last try failed, if there is a reason to tell; none where the client itself takes up a
    /// renewed token.
    /// </summary>
    public Exception? Error { get; init; }
}
