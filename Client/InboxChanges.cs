namespace SignalRChat.Client;

/// <summary>
/// The changes of the inbox since the last event: <see cref="ChatInbox.Changed"/>. A room is in one of the lists at most.
/// </summary>
public sealed record InboxChanges
{
    /// <summary>The rooms that the user is now in.</summary>
    public IReadOnlyList<InboxEntry> Added { get; init; } = [];

    /// <summary>The rooms with another title, role, count or last message, each as it is now.</summary>
    public IReadOnlyList<InboxEntry> Changed { get; init; } = [];

    /// <summary>
    /// The rooms that the user is no longer in, as they were before. <see cref="InboxEntry.Left"/> has the reason, or null if the user was
    /// away when it happened.
    /// </summary>
    public IReadOnlyList<InboxEntry> Removed { get; init; } = [];
}
