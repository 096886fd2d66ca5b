using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Services.Presence;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Typing;

namespace SignalRChat.Services.Rooms;

/// <summary>Joining, leaving, and the end of a connection.</summary>
internal sealed class RoomService(
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

    public async Task<JoinRoomResult> JoinAsync(ChatSession session, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        var answer = session.Find(request.Room) is { } joined
            ? await AnswerAgainAsync(session, joined, request, cancellationToken)
            : await SubscribeAsync(session, request, cancellationToken);

        // Read once the connection receives changes, so that none is missed in between.
        var (present, count) = presence.ReadShown(request.Room, ChatLimits.PresentSize);
        return answer with { Present = present, PresentCount = count, Limits = _roomLimits };
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
        var others = sessions.Of(session.User.UserId);
        var rooms = Array.ConvertAll(left, subscription => subscription.Room);
        return Array.FindAll(rooms, room => !Array.Exists(others, other => other.Find(room) is not null));
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

    /// <summary>
    /// First subscribes to the feed, then makes the user a member if needed and reads up to the subscription, then starts live
    /// updates. Any other order would lose a message committed in between, or deliver one after the user left on another
    /// connection.
    /// </summary>
    private async Task<JoinRoomResult> SubscribeAsync(ChatSession session, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        if (session.RoomCount >= limits.Value.RoomsPerConnection)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.TooManyRooms, $"A connection may join {limits.Value.RoomsPerConnection} rooms; leave one first.");
        }

        var known = await KnockAsync(session, request, cancellationToken);
        var subscription = await feeds.SubscribeAsync(
            request.Room, session.User.UserId, session.Outbound, (ended, removal) => OnRemoved(session, ended, removal), cancellationToken);
        if (!session.TryAdd(subscription))
        {
            feeds.Unsubscribe(subscription);
            session.RequireAccess();
            throw new OperationCanceledException("The connection is closed.");
        }
        JoinRoomResult answer;
        try
        {
            // The subscription has heard of every removal since it began: what was read before counts if the feed was not beyond it.
            if (known?.Epoch != subscription.Epoch || known?.Head < subscription.Cursor)
                known = null;
            answer = await AnswerAsync(session, subscription, request, bringsName: true, known, cancellationToken);
        }
        catch
        {
            session.Remove(subscription);
            feeds.Unsubscribe(subscription);
            throw;
        }
        if (!TryEnter(session, subscription))
            throw await access.RefusalAsync(request.Room, session.User.UserId, cancellationToken);
        return answer;
    }

    /// <summary>
    /// An outsider of a public room becomes a member before the feed reads it. An outsider of a private room is refused after the same
    /// read as where there is no room, and without the command queue: it must neither hold the room's row nor wait for it. Returns the
    /// membership of a user who was a member.
    /// </summary>
    private async Task<Membership?> KnockAsync(ChatSession session, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        var standing = await rooms.FindStandingAsync(request.Room, session.User.UserId, cancellationToken);
        if (standing.Membership is { } known)
            return known;
        if (standing.Exists ? standing.IsPrivate : !MayMake(session))
            throw Refusals.RoomNotFound(request.Room);
        await BecomeMemberAsync(session, request);
        return null;
    }

    private bool MayMake(ChatSession session) => creation.Permits(session.Grant, RoomKinds.Public);

    /// <summary>
    /// A connection that is already subscribed joins again: after another epoch has begun, its user may no longer belong to the
    /// room.
    /// </summary>
    private async Task<JoinRoomResult> AnswerAgainAsync(
        ChatSession session, RoomSubscription subscription, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(session, subscription, request, bringsName: false, known: null, cancellationToken);
        }
        catch (ChatRefusedException refused) when (refused.RetryAfter is null)
        {
            subscription.Feed.EndUnlessAdmitted(subscription);
            throw;
        }
    }

    private async Task<JoinRoomResult> AnswerAsync(
        ChatSession session,
        RoomSubscription subscription,
        JoinRoomRequest request,
        bool bringsName,
        Membership? known,
        CancellationToken cancellationToken)
    {
        var role = await AdmitAsync(session, subscription, request, bringsName, known, cancellationToken);
        var answer = await reader.ReadForJoinAsync(subscription, session.User.UserId, request, cancellationToken);
        return answer with { Role = RoomPermissions.In(request.Room, role, session.Grant) };
    }

    /// <summary>Gives the user's role. <paramref name="known"/> is the membership, if it was read already.</summary>
    private async Task<string> AdmitAsync(
        ChatSession session,
        RoomSubscription subscription,
        JoinRoomRequest request,
        bool bringsName,
        Membership? known,
        CancellationToken cancellationToken)
    {
        for (; ; known = null)
        {
            var epoch = known?.Epoch ?? subscription.Feed.Epoch;
            known ??= await rooms.FindMemberAsync(request.Room, session.User.UserId, cancellationToken);

            // The first join of a connection also brings the name, which may be another one than at the last time. A later join does
            // not: another device may have brought a newer one.
            var (role, head) = known is { } found && (!bringsName || found.Member.Name == session.User.Name)
                ? (found.Member.Role, found.Head)
                : await BecomeMemberAsync(session, request);
            // Not a member a moment ago: the settings are read with the membership.
            if (known is null)
                continue;
            subscription.Feed.Learn(known.Value.Ephemeral, epoch);
            subscription.Feed.Learn(subscription, known.Value.Member, known.Value.Head, epoch);
            switch (subscription.Feed.TryAdmit(subscription, head, epoch))
            {
                case Admission.Admitted:
                    return role;
                case Admission.Ended:
                    throw await access.RefusalAsync(request.Room, session.User.UserId, cancellationToken);
            }
        }
    }

    private async Task<(string Role, long Head)> BecomeMemberAsync(ChatSession session, JoinRoomRequest request)
    {
        var joined = await queue.AppendAsync(new JoinCommand(request.Room, session.User, request.After, request.Epoch)
        {
            MostMade = limits.Value.RoomsMadePerUser,
            MayMake = MayMake(session),
            Limits = _membershipLimits,
            Grant = session.Grant,
        });
        return (joined.Role!, joined.Revision);
    }

    /// <summary>False when the membership or the connection ended while it joined.</summary>
    private bool TryEnter(ChatSession session, RoomSubscription subscription)
    {
        presence.Enter(subscription.Room, session.User);
        if (session.TryEnter(subscription))
        {
            subscription.Start();
            return true;
        }
        presence.Leave(subscription.Room, session.User, heldBack: false);
        return false;
    }

    /// <summary>Called when the membership has ended, by the first to learn of it: the call that ended it or the feed.</summary>
    private void OnRemoved(ChatSession session, RoomSubscription subscription, MembershipEnd removal)
    {
        if (!session.Remove(subscription))
            return;
        Release(session, subscription, heldBack: false);
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
