namespace SignalRChat.Client;

/// <summary>
/// A fault on this side, such as an address that cannot be, or a part that trimming has taken from the app. Another try would end
/// the same way: at a connect the client stops, and a call fails alone. <see cref="Exception.InnerException"/> is what was
/// thrown.
/// </summary>
public sealed class ChatClientFaultException : ChatDisconnectedException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, in words.</param>
    /// <param name="inner">What was thrown.</param>
    public ChatClientFaultException(string message, Exception? inner = null)
        : base(message, inner: inner)
    {
    }
}
