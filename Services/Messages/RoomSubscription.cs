namespace SignalRChat.Services.Messages;

/// <summary>
/// A connection's place in a room: the connection received everything up to <see cref="Cursor"/>. A live member receives each
/// frame at once. A member that is behind receives none, and reads from its own cursor until it has caught up.
/// </summary>
internal sealed class RoomSubscription(RoomFeed feed, string userId, IOutboundQueue outlet, string epoch, long cursor, Action<RoomSubscription, MembershipEnd> removed)
{
    private const long NotAdmitted = -1;

    private long _memberSince = NotAdmitted;
    private long _lastRemoval;
    private bool _attached = true;
    private volatile bool _behind = true;
    private volatile bool _released;
    private volatile bool _gone;

    public RoomFeed Feed { get; } = feed;

    public string UserId { get; } = userId;

    public IOutboundQueue Outlet { get; } = outlet;

    /// <summary>The feed writes it while live, the outbound queue's pump while behind: never both.</summary>
    public long Cursor { get; set; } = cursor;

    /// <summary>The epoch of the cursor. The feed writes it under its gate.</summary>
    public string Epoch { get; set; } = epoch;

    /// <summary>It has left the room and receives nothing more, including changes that were not delivered yet.</summary>
    public bool IsGone => _gone;

    /// <summary>Whether the user is known to be a member; asked under the feed's gate.</summary>
    public bool IsAdmitted => _memberSince != NotAdmitted && !_gone;

    /// <summary>
    /// The database has confirmed that the user is a member at this revision. False when the feed has meanwhile passed a later
    /// removal. The feed calls this under its gate.
    /// </summary>
    public bool TryAdmit(long revision)
    {
        if (_gone || _lastRemoval > revision)
            return false;
        _memberSince = Math.Max(_memberSince, revision);
        return true;
    }

    /// <summary>
    /// Whether this removal ends the membership that the member was admitted by, and not an earlier one. A member that is not
    /// admitted yet remembers it. The feed calls this under its gate.
    /// </summary>
    public bool IsEndedBy(long revision)
    {
        _lastRemoval = Math.Max(_lastRemoval, revision);
        return IsAdmitted && _memberSince < revision;
    }

    /// <summary>
    /// Revisions mean something else from now on. An admitted member stays admitted at <paramref name="revision"/>, or with null
    /// waits until its user has joined again. The feed calls this under its gate.
    /// </summary>
    public void BeginEpoch(long? revision)
    {
        _memberSince = IsAdmitted ? revision ?? NotAdmitted : NotAdmitted;
        _lastRemoval = 0;
    }

    /// <summary>Notifies the owner of the subscription that its membership has ended.</summary>
    public void TellRemoved(MembershipEnd removal) => removed(this, removal);

    /// <summary>True the first time.</summary>
    public bool TryDetach() => Interlocked.Exchange(ref _attached, false);

    /// <summary>The outbound queue calls this when it cannot write now.</summary>
    public void FallBehind() => _behind = true;

    /// <summary>Called by the feed under its gate, when the cursor has reached its position.</summary>
    public void GoLive() => _behind = false;

    /// <summary>Called by the feed, when the member is taken out.</summary>
    public void End() => _gone = true;

    /// <summary>Called by the feed for each frame.</summary>
    public void Offer(UpdateFrame frame)
    {
        if (_behind || frame.Update.Through <= Cursor)
            return;
        if (frame.Update.After <= Cursor)
        {
            Outlet.Write(frame, this);
            return;
        }
        // An earlier frame was lost on its way here: read it again, never skip it.
        FallBehind();
        Outlet.CatchUp(this);
    }

    /// <summary>Starts sending to the member, once its join was answered from the cursor of its subscription.</summary>
    public void Release()
    {
        _released = true;
        Outlet.CatchUp(this);
    }

    /// <summary>
    /// Retries what could not be read. A member that is not released receives nothing: the user may turn out to be no member.
    /// </summary>
    public void Wake()
    {
        if (_behind && _released && !_gone)
            Outlet.CatchUp(this);
    }

    /// <summary>The next frame for a member that is behind; null when it has left, or has caught up and is now live.</summary>
    public ValueTask<UpdateFrame?> NextAsync(CancellationToken cancellationToken) => Feed.NextAsync(this, cancellationToken);
}
