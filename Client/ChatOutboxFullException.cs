namespace SignalRChat.Client;

/// <summary>As many sends wait for their outcome as <see cref="ChatClientOptions.OutboxLimit"/> allows. This one was not begun.</summary>
public sealed class ChatOutboxFullException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="limit">The limit that was reached.</param>
    public ChatOutboxFullException(int limit)
        : base($"{limit} messages wait already; wait for one of them and send again.")
    {
    }
}
