namespace SignalRChat.Client;

/// <summary>The behavior of a send when the number of pending calls has reached <see cref="ChatClientOptions.OutboxLimit"/>.</summary>
public enum OutboxFullMode
{
    /// <summary>It fails at once with <see cref="ChatOutboxFullException"/>.</summary>
    Refuse,

    /// <summary>
    /// It waits for a place behind the calls that already wait. Until it has a place it is in no <see cref="IOutboxStore"/>.
    /// </summary>
    Wait,
}
