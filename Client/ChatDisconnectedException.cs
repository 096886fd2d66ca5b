namespace SignalRChat.Client;

/// <summary>
/// The connection ended before the answer came, or there is none. The outcome of the call is not known: a send may be repeated
/// with the same message id.
/// </summary>
public class ChatDisconnectedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The reason in words.</param>
    /// <param name="code">The reason the server gave, one of <see cref="Contracts.SessionEndCodes"/>, if it gave one.</param>
    /// <param name="inner">What SignalR threw.</param>
    public ChatDisconnectedException(string message, string? code = null, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>The reason the server gave, one of <see cref="Contracts.SessionEndCodes"/>, if it gave one.</summary>
    public string? Code { get; }
}
