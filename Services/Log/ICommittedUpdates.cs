namespace SignalRChat.Services.Log;

/// <summary>The readers of this node, which the writer notifies of each committed update, in the order of the commits.</summary>
internal interface ICommittedUpdates
{
    /// <summary>It must not wait.</summary>
    void Notify(UpdateFrame frame);

    /// <summary>The inboxes of these users changed. It must not wait.</summary>
    void NotifyInboxes(IReadOnlyCollection<string> userIds)
    {
    }
}
