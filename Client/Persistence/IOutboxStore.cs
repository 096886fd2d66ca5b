namespace SignalRChat.Client;

/// <summary>
/// Where a client keeps what it has not yet had an outcome for (<see cref="ChatClientOptions.OutboxStore"/>), so that a process
/// that starts again sends it, with the same ids. <see cref="FileChatStore"/> is one.
/// </summary>
/// <remarks>
/// An entry is added before it is sent for the first time and removed once its outcome is known, before the next one of its room
/// is sent. So a process that is killed leaves at most one entry for each room that the server had already done: a message is
/// then stored once all the same, by its id; an edit or a deletion is done once more, to the same end. Adds come one after the
/// other, in the order of the calls; removals may come beside them.
/// </remarks>
public interface IOutboxStore
{
    /// <summary>Everything that was added and not removed, in any order.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps an entry. Done means that it outlives the process; a failure fails that send, which was not begun then.</summary>
    /// <param name="item">The entry.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AddAsync(OutboxItem item, CancellationToken cancellationToken);

    /// <summary>Forgets an entry. One that is not there is no error.</summary>
    /// <param name="number">Its <see cref="OutboxItem.Number"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task RemoveAsync(long number, CancellationToken cancellationToken);
}
