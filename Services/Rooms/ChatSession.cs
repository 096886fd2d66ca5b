using SignalRChat.Contracts;
using SignalRChat.Services.Messages;
using SignalRChat.Services.RateLimiting;

namespace SignalRChat.Services.Rooms;

/// <summary>One connection as the services see it: its user, its outbound queue, and its room subscriptions.</summary>
internal sealed class ChatSession(string connectionId, ChatUser user, IOutboundQueue outlet, UserRateLimiter allowance)
{
    private readonly Dictionary<string, HeardRoom> _rooms = [];
    private readonly Lock _gate = new();
    private bool _closed;

    public string ConnectionId { get; } = connectionId;

    public ChatUser User { get; } = user;

    public IOutboundQueue Outlet { get; } = outlet;

    /// <summary>How fast the user may be; one for all the user's connections.</summary>
    public UserRateLimiter Allowance { get; } = allowance;

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
            return _rooms.GetValueOrDefault(room)?.Member;
    }

    /// <summary>False when the connection has ended.</summary>
    public bool TryAdd(RoomSubscription member)
    {
        lock (_gate)
            return !_closed && _rooms.TryAdd(member.Feed.Room, new HeardRoom(member));
    }

    /// <summary>
    /// The join was answered: from now on the user is present. False when the room was left or the connection ended meanwhile.
    /// </summary>
    public bool TryAdmit(RoomSubscription member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(member.Feed.Room, out var heard) || heard.Member != member)
                return false;
            heard.IsPresent = true;
            return true;
        }
    }

    /// <summary>Returns null when this is not, or no longer, the connection's subscription in its room.</summary>
    public HeardRoom? Remove(RoomSubscription member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(member.Feed.Room, out var heard) || heard.Member != member)
                return null;
            _rooms.Remove(member.Feed.Room);
            return heard;
        }
    }

    /// <summary>Ends the session: no more rooms can be added. Returns its rooms.</summary>
    public HeardRoom[] Close()
    {
        lock (_gate)
        {
            _closed = true;
            var heard = new HeardRoom[_rooms.Count];
            _rooms.Values.CopyTo(heard, 0);
            _rooms.Clear();
            return heard;
        }
    }
}

/// <summary>A room that a session is subscribed to; <see cref="IsPresent"/> once its join was answered.</summary>
internal sealed class HeardRoom(RoomSubscription member)
{
    public RoomSubscription Member { get; } = member;

    public bool IsPresent { get; set; }
}
