namespace SignalRChat.Client;

/// <summary>
/// Stores the calls of a client that have no outcome yet (<see cref="ChatClientOptions.OutboxStore"/>), so that a restarted
/// process sends them, with the same ids. <see cref="FileChatStore"/> is one implementation.
/// </summary>
/// <remarks>
/// The client adds an entry before its first send. It removes the entry when the outcome is known, before it sends the next
/// entry of the room. So a killed process leaves at most one entry for each room that the server had already committed. The
/// server still stores such a message once, by its id; it repeats an edit or a deletion with the same result. Adds run one
/// after the other, in the order of the calls; removals may run concurrently with them.
/// </remarks>
public interface IOutboxStore
{
    /// <summary>Returns all entries that were added and not removed, in any order.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores an entry. When the task completes, the entry survives the process. A failure fails that send, which has then not started.
    /// </summary>
    /// <param name="item">The entry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(OutboxItem item, CancellationToken cancellationToken);

    /// <summary>Removes an entry. A missing entry is not an error.</summary>
    /// <param name="number">Its <see cref="OutboxItem.Number"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RemoveAsync(long number, CancellationToken cancellationToken);
}
