namespace SignalRChat.Client;

/// <summary>
/// Stores the inbox (<see cref="ChatClientOptions.InboxStore"/>), so that a restarted app shows it before it is connected.
/// <see cref="FileChatStore"/> is one implementation. It is a copy: each connection reads the inbox again.
/// </summary>
public interface IInboxStore
{
    /// <summary>Called when the client begins to follow the inbox.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The inbox of the latest save, or null without one.</returns>
    Task<KeptInbox?> LoadInboxAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the stored inbox. Called at most every 5 s, and when the client is disposed.</summary>
    /// <param name="inbox">The inbox.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task SaveInboxAsync(KeptInbox inbox, CancellationToken cancellationToken);
}

/// <summary>An inbox as an <see cref="IInboxStore"/> stores it.</summary>
/// <param name="Epoch">The epoch of the revision.</param>
/// <param name="Revision">The cursor of the inbox.</param>
/// <param name="Entries">The rooms.</param>
public sealed record KeptInbox(string Epoch, long Revision, IReadOnlyList<InboxEntry> Entries);
