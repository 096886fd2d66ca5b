namespace SignalRChat.Client;

/// <summary>What happens to a send where as many wait already as <see cref="ChatClientOptions.OutboxLimit"/> allows.</summary>
public enum OutboxFullMode
{
    /// <summary>It fails at once with <see cref="ChatOutboxFullException"/>.</summary>
    Refuse,

    /// <summary>It waits for a place, behind those that wait already. It is in no <see cref="IOutboxStore"/> until it has one.</summary>
    Wait,
}
