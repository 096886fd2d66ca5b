using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Services.Presence;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Typing;

namespace SignalRChat.Services.Rooms;

/// <summary>Joining, leaving, and the end of a connection.</summary>
internal sealed partial class RoomService(
    IRoomStore rooms,
    CommandQueue queue,
    RoomFeeds feeds,
    CatchUpReader reader,
    SessionRegistry sessions,
    UserConnections connections,
    UserRateLimiters rateLimiters,
    PresenceTracker presence,
    TypingTracker typing,
    IRoomEvents events,
    IRoomGroups groups,
    RoomAccess access,
    RoomCreationPolicy creation,
    AppPolicies policies,
    IOptions<LimitOptions> limits,
    TimeProvider time)
{
    private readonly RoomLimits _roomLimits = limits.Value.ToContract();
    private readonly MembershipLimits _membershipLimits = limits.Value.ForMembership();

    public ChatSession Open(string connectionId, ChatUser user, IOutboundQueue outbound, ChatGrant? grant = null)
    {
        var session = new ChatSession(connectionId, user, outbound, rateLimiters.Open(user.UserId), groups, grant);
        sessions.Add(session);
        connections.Add(connectionId, user.UserId);
        return session;
    }

    /// <summary>The refusal of a call for a room that this connection has not joined.</summary>
    public Task<ChatRefusedException> RefusalAsync(ChatSession session, string room, CancellationToken cancellationToken) =>
        access.RefusalAsync(room, session.User.UserId, cancellationToken);

    /// <summary>
    /// Does nothing for a user who may not post, and in a room without typing: a client may not know. A block is no change of the room, so
    /// it is read, and one that is set on another node takes effect within the interval of typing.
    /// </summary>
    public async Task StartTypingAsync(ChatSession session, RoomSubscription subscription, CancellationToken cancellationToken)
    {
        var (room, userId) = (subscription.Room, session.User.UserId);
        if (!MayType(session, subscription))
            return;
        if (DirectRooms.IsName(room) && await access.IsBlockedAsync(subscription, cancellationToken))
            return;
        typing.Start(room, session.User, session.ConnectionId);
        // The setting may have changed just now, and what ends the typing may have found none.
        if (!MayType(session, subscription))
            typing.End(room, userId);
    }

    private bool MayType(ChatSession session, RoomSubscription subscription) =>
        subscription.Feed.Ephemeral is { HasTyping: true } settings
        && subscription.Standing is { } standing
        && !(standing.MutedUntil > time.GetUtcNow().ToUnixTimeMilliseconds())
        && (!settings.IsForModerators || RoomPermissions.MayModerate(RoomPermissions.With(standing.Role, session.Grant)));

    /// <summary>
    /// Ends the user's membership. Every session of the user stops receiving the room: those on this node at once, those on others by
    /// their feeds.
    /// </summary>
    public async Task LeaveAsync(ChatSession session, string room)
    {
        // An outsider leaves a private room like one that does not exist: at once, and without its row.
        if (session.Find(room) is null && !await access.IsVisibleAsync(session, room))
            return;
        var left = await queue.AppendAsync(new LeaveCommand(room, session.User));

        // Also if the membership had ended before: on another node, whose removal the feed here may not have received yet.
        var removal = new MembershipEnd(left.Revision, session.User.UserId, RoomRemovalCodes.Left);
        foreach (var one in sessions.Of(session.User.UserId))
        {
            if (one.Find(room) is not { } subscription)
                continue;
            subscription.Feed.End(subscription, removal);
            // If the feed ended it just now, its thread may not have removed it from the session yet. The next call must not find it.
            if (subscription.IsEnded)
                OnRemoved(one, subscription, removal);
        }
    }

    /// <summary>
    /// The connection receives the room no more, and its place is free; the membership and the user's other connections stay. Does nothing
    /// for a room that it has not joined, whether there is such a room or not. When this completes, no update of the room is under way.
    /// </summary>
    public async Task UnsubscribeAsync(ChatSession session, string room, CancellationToken cancellationToken)
    {
        if (session.Find(room) is not { } subscription || !session.Remove(subscription))
            return;
        Release(session, subscription, heldBack: true);
        if (!IsInAnother(session, room))
            typing.End(room, session.User.UserId);
        await session.Outbound.WrittenAsync().WaitAsync(cancellationToken);
        session.Part?.Unsubscribed(room);
    }

    /// <summary>
    /// The connection has ended, for any reason: nothing of it stays. Returns the rooms in which the user has no other
    /// connection.
    /// </summary>
    public string[] Close(ChatSession session)
    {
        sessions.Remove(session);
        connections.Remove(session.ConnectionId, session.User.UserId);
        rateLimiters.Close(session.User.UserId);
        var left = session.Close();
        foreach (var subscription in left)
            Release(session, subscription, heldBack: true);
        var rooms = Array.ConvertAll(left, subscription => subscription.Room);
        return Array.FindAll(rooms, room => !IsInAnother(session, room));
    }

    /// <summary>
    /// The user is banned or the token was revoked: from now on the connection receives nothing of its rooms, and its calls are refused.
    /// The memberships stay.
    /// </summary>
    public void Bar(ChatSession session, string code)
    {
        session.Bar(Refusals.NoAccess(code));
        foreach (var subscription in session.Close())
        {
            Release(session, subscription, heldBack: false);
            typing.End(subscription.Room, session.User.UserId);
        }
    }

    /// <summary>Whether the user has another connection here that has joined the room.</summary>
    private bool IsInAnother(ChatSession session, string room) =>
        Array.Exists(sessions.Of(session.User.UserId), other => other != session && other.Find(room) is not null);

    /// <summary>Called when the membership has ended, by the first to learn of it: the call that ended it or the feed.</summary>
    private void OnRemoved(ChatSession session, RoomSubscription subscription, MembershipEnd removal)
    {
        if (!session.Remove(subscription))
            return;
        Release(session, subscription, heldBack: false);
        session.Part?.Unsubscribed(subscription.Room);
        typing.End(subscription.Room, removal.UserId);
        events.RemovedFromRoom(
            session.ConnectionId, new RoomRemoval { Room = subscription.Room, Code = removal.Code, Revision = removal.Revision });
    }

    private void Release(ChatSession session, RoomSubscription subscription, bool heldBack)
    {
        feeds.Unsubscribe(subscription);
        if (subscription.HasEntered)
            presence.Leave(subscription.Room, session.User, heldBack);
    }
}
