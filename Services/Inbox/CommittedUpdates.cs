using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Inbox;

/// <summary>All readers of this node: the feeds, the watched rooms, and those who follow their inboxes.</summary>
internal sealed class CommittedUpdates(RoomFeeds feeds, WatchedRooms watched, InboxFollowers followers) : ICommittedUpdates
{
    public void Notify(UpdateFrame frame)
    {
        feeds.Notify(frame);
        watched.Changed(frame.Update.Room, frame.Update.Through);
    }

    public void NotifyInboxes(IReadOnlyCollection<string> userIds) => followers.Changed(userIds);
}
