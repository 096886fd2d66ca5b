namespace SignalRChat.Client;

/// <summary>
/// The connection ended before the answer arrived, or there is no connection. The outcome of the call is unknown: a send may
/// be repeated with the same message id.
/// </summary>
public class ChatDisconnectedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The reason in words.</param>
    /// <param name="code">The reason from the server, one of <see cref="Contracts.SessionEndCodes"/>; null if it sent no
    /// reason.</param>
    /// <param name="inner">The exception that SignalR threw.</param>
    public ChatDisconnectedException(string message, string? code = null, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>The reason from the server, one of <see cref="Contracts.SessionEndCodes"/>; null if it sent no reason.</summary>
    public string? Code { get; }
}
