using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Services.RateLimiting;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// One connection as the services see it: its user, its outbound queue, and its room subscriptions. The connection is in a room's
/// group exactly while the session has a subscription that has entered: both change under the session's lock.
/// </summary>
internal sealed class ChatSession(
    string connectionId, ChatUser user, IOutboundQueue outbound, UserRateLimiter rateLimiter, IRoomGroups groups, ChatGrant? grant = null)
{
    private readonly Dictionary<string, RoomSubscription> _rooms = [];

    // Lock order: this lock, then the gate of LocalGroups, then the gate of the backplane's SubscriptionSet. Neither of the two
    // calls out, so no path takes them the other way. A feed calls a session only outside of its gate.
    private readonly Lock _gate = new();
    private ISessionPart? _part;
    private bool _closed;
    private volatile ChatRefusedException? _barred;

    public string ConnectionId { get; } = connectionId;

    public ChatUser User { get; } = user;

    /// <summary>The grant of the newest token; null for a token without one.</summary>
    public ChatGrant? Grant { get; set; } = grant;

    public IOutboundQueue Outbound { get; } = outbound;

    /// <summary>The order in which the connection's calls run.</summary>
    public CallOrder Calls { get; } = new();

    /// <summary>The queue in which the connection's commands are answered.</summary>
    public AnswerQueue Answers { get; } = new();

    /// <summary>How fast the user may be; one for all the user's connections.</summary>
    public UserRateLimiter RateLimiter { get; } = rateLimiter;

    public int RoomCount
    {
        get
        {
            lock (_gate)
                return _rooms.Count;
        }
    }

    /// <summary>The connection's subscription in a room; null when it has none.</summary>
    public RoomSubscription? Find(string room)
    {
        lock (_gate)
            return _rooms.GetValueOrDefault(room);
    }

    /// <summary>False when the connection has ended.</summary>
    public bool TryAdd(RoomSubscription subscription)
    {
        lock (_gate)
            return !_closed && _rooms.TryAdd(subscription.Room, subscription);
    }

    /// <summary>
    /// The join was answered: from now on the connection receives the room's events, and its user is present. False when the room
    /// was left or the connection ended meanwhile.
    /// </summary>
    public bool TryEnter(RoomSubscription subscription)
    {
        lock (_gate)
        {
            if (_rooms.GetValueOrDefault(subscription.Room) != subscription)
                return false;
            subscription.HasEntered = true;
            groups.Enter(ConnectionId, subscription.Room);
            return true;
        }
    }

    /// <summary>The rooms that the connection has joined or is joining.</summary>
    public string[] Rooms()
    {
        lock (_gate)
            return [.. _rooms.Keys];
    }

    /// <summary>Every later call of the connection is refused.</summary>
    public void Bar(ChatRefusedException refusal) => _barred = refusal;

    /// <exception cref="ChatRefusedException">The user is banned, or the token was revoked: the connection is about to end.</exception>
    public void RequireAccess()
    {
        if (_barred is { } refusal)
            throw new ChatRefusedException(refusal.Code, refusal.Message);
    }

    /// <summary>False when this is not, or no longer, the connection's subscription in its room.</summary>
    public bool Remove(RoomSubscription subscription)
    {
        lock (_gate)
        {
            if (_rooms.GetValueOrDefault(subscription.Room) != subscription)
                return false;
            _rooms.Remove(subscription.Room);
            LeaveGroup(subscription);
            return true;
        }
    }

    /// <summary>The source that the connection has beside its rooms; null if it has no such source.</summary>
    public ISessionPart? Part
    {
        get
        {
            lock (_gate)
                return _part;
        }
    }

    /// <summary>The part ends with the session. False when the connection has ended.</summary>
    public bool TryAttach(ISessionPart part)
    {
        lock (_gate)
        {
            if (!_closed)
                _part = part;
            return !_closed;
        }
    }

    /// <summary>Ends the session: no more rooms can be added. Returns its subscriptions.</summary>
    public RoomSubscription[] Close()
    {
        RoomSubscription[] left;
        ISessionPart? part;
        lock (_gate)
        {
            _closed = true;
            left = new RoomSubscription[_rooms.Count];
            _rooms.Values.CopyTo(left, 0);
            _rooms.Clear();
            foreach (var subscription in left)
                LeaveGroup(subscription);
            (part, _part) = (_part, null);
        }
        // Outside of the lock: it calls others.
        part?.End();
        return left;
    }

    private void LeaveGroup(RoomSubscription subscription)
    {
        if (subscription.HasEntered)
            groups.Leave(ConnectionId, subscription.Room);
    }
}
