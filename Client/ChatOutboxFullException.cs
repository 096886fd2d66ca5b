namespace SignalRChat.Client;

/// <summary>The number of pending sends reached <see cref="ChatClientOptions.OutboxLimit"/>. The client did not start this one.</summary>
public sealed class ChatOutboxFullException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">The limit that was reached.</param>
    public ChatOutboxFullException(int limit)
        : base($"The outbox is full with {limit} messages; wait until one is sent, then send again.")
    {
    }
}
