namespace SignalRChat.Client;

/// <summary>
/// A fault of the app, such as an impossible address, or a part that trimming removed. A retry would fail the same way. During a connect
/// the client stops; otherwise only the call fails. <see cref="Exception.InnerException"/> is the original exception.
/// </summary>
public sealed class ChatClientFaultException : ChatDisconnectedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The fault in words.</param>
    /// <param name="inner">The original exception.</param>
    public ChatClientFaultException(string message, Exception? inner = null)
        : base(message, inner: inner)
    {
    }
}
