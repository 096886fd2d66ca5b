using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>Joining a room.</summary>
internal sealed partial class RoomService
{
    public async Task<JoinRoomResult> JoinAsync(ChatSession session, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        var answer = session.Find(request.Room) is { } joined
            ? await AnswerAgainAsync(session, joined, request, cancellationToken)
            : await SubscribeAsync(session, request, cancellationToken);

        // Read once the connection receives changes, so that none is missed in between.
        var (present, count) = presence.ReadShown(request.Room, ChatLimits.PresentSize);
        return answer with { Present = present, PresentCount = count, Limits = _roomLimits };
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
                ChatErrorCodes.TooManyRooms, $"A connection may join {limits.Value.RoomsPerConnection} rooms; unsubscribe from one.");
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
            session.Part?.Unsubscribed(request.Room);
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
        await BecomeMemberAsync(session, request, standing.Exists);
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
            var (role, head) = known switch
            {
                null => await BecomeMemberAsync(session, request, exists: true),
                { } found when bringsName && found.Member.Name != session.User.Name => await RenameAsync(session, request),
                { } found => (found.Member.Role, found.Head),
            };
            // The membership has ended since it was read.
            if (role is null)
                continue;
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

    private async Task<(string? Role, long Head)> BecomeMemberAsync(ChatSession session, JoinRoomRequest request, bool exists)
    {
        var mayMake = await policies.RequireMayEnterAsync(session.User.UserId, request.Room, exists);
        var joined = await queue.AppendAsync(new JoinCommand(request.Room, session.User, request.After, request.Epoch)
        {
            MostMade = limits.Value.RoomsMadePerUser,
            MayMake = mayMake && MayMake(session),
            Limits = _membershipLimits,
            Grant = session.Grant,
        });
        return (joined.Role, joined.Revision);
    }

    /// <summary>Stores the name that a member brings. The role is null if the user is no member any more.</summary>
    private async Task<(string? Role, long Head)> RenameAsync(ChatSession session, JoinRoomRequest request)
    {
        try
        {
            var joined = await queue.AppendAsync(new JoinCommand(request.Room, session.User) { MustBeMember = true });
            return (joined.Role, joined.Revision);
        }
        catch (ChatRefusedException ended) when (ended.Code is ChatErrorCodes.NotAMember or ChatErrorCodes.RoomNotFound)
        {
            return default;
        }
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
}
