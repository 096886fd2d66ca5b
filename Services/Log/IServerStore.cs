namespace SignalRChat.Services.Log;

/// <summary>
/// Reads rooms for backends: no membership is checked. Every method throws <see cref="StorageUnavailableException"/> when the database
/// does not answer.
/// </summary>
internal interface IServerStore
{
    /// <summary>
    /// Messages with <c>sequence &lt; before</c> and their reactions, the newest page, ascending inside; null when there is no such
    /// room.
    /// </summary>
    Task<HistoryPage?> ReadHistoryAsync(string room, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Returns null when there is no such room, or no such message in it.</summary>
    Task<ChatMessage?> FindMessageAsync(string room, Guid id, CancellationToken cancellationToken);
}
