using Microsoft.AspNetCore.SignalR;
using SignalRChat.Services.Inbox;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Typing;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// Sends the services' events with plain SignalR groups. <see cref="ChatLifetimeManager"/> never waits for a member or for the
/// backplane, so neither does this.
/// </summary>
internal sealed class HubRoomEvents(IHubContext<ChatHub, IChatClient> hub, LocalDelivery here, ILogger<HubRoomEvents> logger)
    : IRoomEvents, ITypingEvents, IPresenceEvents, IInboxEvents
{
    public void TypingChanged(TypingChange change, string? exceptConnection)
    {
        var group = GroupNames.Room(change.Room);
        var listeners = exceptConnection is null ? hub.Clients.Group(group) : hub.Clients.GroupExcept(group, exceptConnection);
        Watch(listeners.TypingChanged(change));
    }

    /// <summary>To the local members only: each node has its own view, and sends it to its own members.</summary>
    public void PresenceChanged(PresenceChange change) =>
        here.ToGroup(GroupNames.Room(change.Room), ClientCall.Of(nameof(IChatClient.PresenceChanged), [change]));

    public void InboxActivity(string connectionId, InboxActivity activity) =>
        here.ToConnections([connectionId], ClientCall.Of(nameof(IChatClient.InboxActivity), [activity]));

    public void ReadCursorChanged(ReadCursorChange change, string exceptConnection) =>
        Watch(hub.Clients.GroupExcept(GroupNames.Room(change.Room), exceptConnection).ReadCursorChanged(change));

    public void RemovedFromRoom(string connectionId, RoomRemoval removal) =>
        Watch(hub.Clients.Client(connectionId).RemovedFromRoom(removal));

    private void Watch(Task sending)
    {
        if (!sending.IsCompletedSuccessfully)
            _ = LogFailureAsync(sending);
    }

    private async Task LogFailureAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception failure)
        {
            // Events are delivered at most once.
            HubLog.EventFailed(logger, failure);
        }
    }
}
