using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Services.Messages;
using SignalRChat.Services.Presence;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Storage;
using SignalRChat.Services.Typing;

namespace SignalRChat.Services.Rooms;

/// <summary>Joining, leaving, and the end of a connection.</summary>
internal sealed class RoomService(
    IRoomStore rooms,
    CommandQueue log,
    RoomFeeds feeds,
    CatchUpReader reader,
    SessionRegistry sessions,
    UserConnections connections,
    UserRateLimiters allowances,
    PresenceTracker presence,
    TypingTracker typing,
    IRoomEvents events,
    IOptions<LimitOptions> limits)
{
    private readonly RoomLimits _told = limits.Value.ToContract();

    public ChatSession Open(string connectionId, ChatUser user, IOutboundQueue outlet)
    {
        var session = new ChatSession(connectionId, user, outlet, allowances.Open(user.UserId));
        sessions.Add(session);
        connections.Add(connectionId, user.UserId);
        return session;
    }

    /// <summary>
    /// First subscribes to the feed, then makes the user a member if needed and reads up to the subscription, then releases live
    /// updates. Any other order would lose a message committed in between, or deliver one after the user left on another
    /// connection.
    /// </summary>
    public async Task<JoinRoomResult> JoinAsync(ChatSession session, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        if (session.Find(request.Room) is { } heard)
            return await AnswerAgainAsync(session, heard, request, cancellationToken);
        if (session.RoomCount >= limits.Value.RoomsPerConnection)
            throw new ChatRefusedException(ChatErrorCodes.TooManyRooms, $"A connection may be in {limits.Value.RoomsPerConnection} rooms.");

        var member = await feeds.AttachAsync(
            request.Room, session.User.UserId, session.Outlet, (gone, removal) => EndHearing(session, gone, removal), cancellationToken);
        if (!session.TryAdd(member))
        {
            feeds.Detach(member);
            throw new OperationCanceledException("The connection has ended.");
        }
        JoinRoomResult answer;
        try
        {
            answer = await AnswerAsync(session, member, request, bringsName: true, cancellationToken);
        }
        catch
        {
            session.Remove(member);
            feeds.Detach(member);
            throw;
        }
        if (!TryAdmit(session, member))
            throw Refusals.NotAMember(request.Room);
        return answer;
    }

    /// <summary>
    /// Adds the present users and the server's limits to the answer of a join. They are read once the connection receives
    /// changes, so that none is missed in between.
    /// </summary>
    public JoinRoomResult Complete(JoinRoomResult answer)
    {
        var (present, count) = presence.Read(answer.Room, ChatLimits.PresentSize);
        return answer with { Present = present, PresentCount = count, Limits = _told };
    }

    /// <summary>
    /// Ends the user's membership. Every session of the user stops hearing the room: those on this node at once, those on others
    /// by their feeds.
    /// </summary>
    public async Task LeaveAsync(ChatSession session, string room)
    {
        var left = await log.AppendAsync(new LeaveCommand(room, session.User));

        // Also if the membership had ended before: on another node, whose removal the feed here may not have received yet.
        var removal = new MembershipEnd(left.Revision, session.User.UserId, RoomRemovalCodes.Left);
        foreach (var one in sessions.Of(session.User.UserId))
        {
            if (one.Find(room) is { } member)
                member.Feed.End(member, removal);
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
        allowances.Close(session.User.UserId);
        var left = session.Close();
        foreach (var heard in left)
            Release(session, heard, heldBack: true);
        var others = sessions.Of(session.User.UserId);
        var rooms = Array.ConvertAll(left, heard => heard.Member.Feed.Room);
        return Array.FindAll(rooms, room => !Array.Exists(others, other => other.Find(room) is not null));
    }

    /// <summary>
    /// A connection that is already subscribed joins again: after another epoch has begun, its user may no longer belong to the
    /// room.
    /// </summary>
    private async Task<JoinRoomResult> AnswerAgainAsync(
        ChatSession session, RoomSubscription member, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(session, member, request, bringsName: false, cancellationToken);
        }
        catch (ChatRefusedException refused) when (refused.RetryAfter is null)
        {
            member.Feed.EndUnlessAdmitted(member);
            throw;
        }
    }

    private async Task<JoinRoomResult> AnswerAsync(
        ChatSession session, RoomSubscription member, JoinRoomRequest request, bool bringsName, CancellationToken cancellationToken)
    {
        var role = await AdmitAsync(session, member, request, bringsName, cancellationToken);
        return await reader.ReadForJoinAsync(member, session.User.UserId, request, cancellationToken) with { Role = role };
    }

    /// <summary>Gives the user's role.</summary>
    private async Task<string> AdmitAsync(
        ChatSession session, RoomSubscription member, JoinRoomRequest request, bool bringsName, CancellationToken cancellationToken)
    {
        while (true)
        {
            var epoch = member.Feed.Epoch;
            var known = await rooms.FindMemberAsync(request.Room, session.User.UserId, cancellationToken);

            // The first join of a connection also brings the name, which may be another one than at the last time. A later join
            // does not:
            // another device may have brought a newer one.
            var (role, head) = known is { } found && (!bringsName || found.Member.Name == session.User.Name)
                ? (found.Member.Role, found.Head)
                : await BecomeMemberAsync(session, request, cancellationToken);
            switch (member.Feed.TryAdmit(member, head, epoch))
            {
                case Admission.Admitted:
                    return role;
                case Admission.Ended:
                    throw Refusals.NotAMember(request.Room);
            }
        }
    }

    private async Task<(string Role, long Head)> BecomeMemberAsync(ChatSession session, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        var joined = await log.AppendAsync(new JoinCommand(request.Room, session.User, request.After, request.Epoch)
        {
            MostMade = limits.Value.RoomsMadePerUser,
        });
        return (joined.Role!, joined.Revision);
    }

    /// <summary>False when the membership ended while this connection joined, or when this one has ended.</summary>
    private bool TryAdmit(ChatSession session, RoomSubscription member)
    {
        presence.Enter(member.Feed.Room, session.User);
        if (session.TryAdmit(member))
        {
            member.Release();
            return true;
        }
        presence.Leave(member.Feed.Room, session.User, heldBack: false);
        return false;
    }

    /// <summary>Called when the membership has ended, by the first to learn of it: the call that ended it or the feed.</summary>
    private void EndHearing(ChatSession session, RoomSubscription member, MembershipEnd removal)
    {
        if (session.Remove(member) is not { } heard)
            return;
        Release(session, heard, heldBack: false);
        typing.End(member.Feed.Room, removal.UserId);
        events.RemovedFromRoom(session, new RoomRemoval { Room = member.Feed.Room, Code = removal.Code, Revision = removal.Revision });
    }

    private void Release(ChatSession session, HeardRoom heard, bool heldBack)
    {
        feeds.Detach(heard.Member);
        if (heard.IsPresent)
            presence.Leave(heard.Member.Feed.Room, session.User, heldBack);
    }
}
