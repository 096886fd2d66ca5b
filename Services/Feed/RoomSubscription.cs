using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// A connection's subscription to a room: the connection received everything up to <see cref="Cursor"/>. Three questions have separate
/// answers: its <see cref="State"/> decides what it receives; <see cref="IsAdmitted"/>, which the feed keeps under its gate, whether its
/// user is a member; and <see cref="HasEntered"/>, which the session keeps under its lock, whether its join was answered.
/// </summary>
internal sealed class RoomSubscription(
    RoomFeed feed, string userId, IOutboundQueue outbound, string epoch, long cursor, Action<RoomSubscription, MembershipEnd> removed)
    : IOutboundSource
{
    private const long NotAdmitted = -1;

    private volatile SubscriptionState _state = SubscriptionState.Joining;
    private long _memberSince = NotAdmitted;
    private long _lastRemoval;

    public RoomFeed Feed { get; } = feed;

    public string Room => Feed.Room;

    public string UserId { get; } = userId;

    public IOutboundQueue Outbound { get; } = outbound;

    /// <summary>The feed writes it while live, the outbound queue's pump while catching up: never both.</summary>
    public long Cursor { get; set; } = cursor;

    /// <summary>The epoch of the cursor. The feed writes it under its gate.</summary>
    public string Epoch { get; set; } = epoch;

    public SubscriptionState State => _state;

    public bool IsEnded => _state == SubscriptionState.Ended;

    /// <summary>The role and the mute of the user; null before it is admitted. The feed writes it under its gate.</summary>
    public MemberStanding? Standing { get; set; }

    /// <summary>Whether one of the two users of a direct room blocks the other, as last read; null if it is not known.</summary>
    public ReadBlock? Block { get; set; }

    /// <summary>
    /// The connection is in the room's group, and its user counts as present. The session sets it once, under its lock; it stays
    /// set after the end.
    /// </summary>
    public bool HasEntered { get; set; }

    /// <summary>Whether the user is known to be a member; asked under the feed's gate.</summary>
    public bool IsAdmitted => _memberSince != NotAdmitted && !IsEnded;

    /// <summary>
    /// The database has confirmed that the user is a member at this revision. False when the feed has meanwhile passed a later
    /// removal. The feed calls this under its gate.
    /// </summary>
    public bool TryAdmit(long revision)
    {
        if (IsEnded || _lastRemoval > revision)
            return false;
        _memberSince = Math.Max(_memberSince, revision);
        return true;
    }

    /// <summary>
    /// Whether this removal ends the membership that the subscription was admitted by, and not an earlier one. One that is not
    /// admitted yet remembers it. The feed calls this under its gate.
    /// </summary>
    public bool IsEndedBy(long revision)
    {
        _lastRemoval = Math.Max(_lastRemoval, revision);
        return IsAdmitted && _memberSince < revision;
    }

    /// <summary>
    /// Revisions mean something else from now on. An admitted subscription stays admitted at <paramref name="revision"/>, or with
    /// null waits until its user has joined again. The feed calls this under its gate.
    /// </summary>
    public void BeginEpoch(long? revision)
    {
        _memberSince = IsAdmitted ? revision ?? NotAdmitted : NotAdmitted;
        _lastRemoval = 0;
    }

    /// <summary>The join was answered, up to the cursor: sends what follows it.</summary>
    public void Start()
    {
        if (TryMove(SubscriptionState.Joining, SubscriptionState.CatchingUp))
            Outbound.CatchUp(this);
    }

    /// <summary>The outbound queue calls this when it cannot write now.</summary>
    public void FallBehind() => TryMove(SubscriptionState.Live, SubscriptionState.CatchingUp);

    /// <summary>The feed calls this under its gate, when the cursor has reached its position.</summary>
    public void BecomeLive() => TryMove(SubscriptionState.CatchingUp, SubscriptionState.Live);

    public void End() => _state = SubscriptionState.Ended;

    /// <summary>Notifies the owner of the subscription that its membership has ended. Never called under a gate.</summary>
    public void NotifyRemoved(MembershipEnd removal) => removed(this, removal);

    /// <summary>The feed calls this for each frame. False if the frame is not being written.</summary>
    public bool Send(UpdateFrame frame)
    {
        if (_state != SubscriptionState.Live || frame.Update.Through <= Cursor)
            return false;
        if (frame.Update.After <= Cursor)
            return Outbound.Write(frame, this);
        // An earlier frame was lost on its way here: read it again, never skip it.
        FallBehind();
        Outbound.CatchUp(this);
        return false;
    }

    /// <summary>Retries what could not be read.</summary>
    public void Retry()
    {
        if (_state == SubscriptionState.CatchingUp)
            Outbound.CatchUp(this);
    }

    /// <summary>The next frame while catching up; an empty one when it has ended, or has caught up and is now live.</summary>
    public async ValueTask<OutboundFrame> NextAsync(CancellationToken cancellationToken) =>
        new(Feed.Counted(await Feed.NextAsync(this, cancellationToken)));

    private bool TryMove(SubscriptionState from, SubscriptionState to) => Interlocked.CompareExchange(ref _state, to, from) == from;
}

/// <summary>The answer of the database, and the timestamp from just before the question.</summary>
internal sealed record ReadBlock(bool IsBlocked, long ReadAt);

/// <summary>
/// Decides what a subscription receives. <see cref="RoomSubscription"/> makes each transition in one atomic step:
/// <code>
/// Joining -> CatchingUp    the join was answered (Start)
/// CatchingUp -> Live       the cursor reached the feed's position (BecomeLive, under the feed's gate)
/// Live -> CatchingUp       a write was not done yet, a frame is missing, or another epoch began (FallBehind)
/// any -> Ended             the membership or the connection ended (End)
/// </code>
/// </summary>
internal enum SubscriptionState
{
    /// <summary>The join is not answered: nothing is sent. The user may turn out to be no member.</summary>
    Joining,

    /// <summary>The outbound queue reads from the subscription's own cursor. The feed's frames pass it by.</summary>
    CatchingUp,

    /// <summary>The feed sends each frame at once.</summary>
    Live,

    /// <summary>Nothing more is sent, including changes that were not delivered yet. The last state.</summary>
    Ended,
}
