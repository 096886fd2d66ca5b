using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The fence: a removal has a revision. The position never passes it without ending the members whose membership it ends. No
/// member receives anything beyond the position. So nothing numbered after a removal reaches the removed user, on whichever node
/// it was stored and however this node learns of it.
/// </summary>
internal sealed partial class RoomFeed
{
    /// <summary>
    /// The database has confirmed that the user belongs to the room at this revision, when the feed was in this epoch. Resumes a
    /// subscription that waits to be admitted again.
    /// </summary>
    public Admission TryAdmit(RoomSubscription subscription, long revision, string epoch)
    {
        lock (_gate)
        {
            if (epoch != _epoch)
                return Admission.AskAgain;
            if (!subscription.TryAdmit(revision))
                return Admission.Ended;
        }
        subscription.Retry();
        return Admission.Admitted;
    }

    /// <summary>Ends a subscription whose user no longer belongs to the room in the new epoch.</summary>
    public void EndUnlessAdmitted(RoomSubscription subscription)
    {
        MembershipEnd removal;
        lock (_gate)
        {
            if (subscription.IsAdmitted || subscription.IsEnded)
                return;
            subscription.End();
            removal = new MembershipEnd(_position, subscription.UserId, RoomRemovalCodes.Left);
        }
        subscription.NotifyRemoved(removal);
    }

    /// <summary>Ends one subscription at once, if the node knows of the removal before the feed has reached it.</summary>
    public void End(RoomSubscription subscription, MembershipEnd removal)
    {
        lock (_gate)
        {
            // Revisions of two epochs cannot be compared: then the removal that ends it now is the newer one.
            if (!subscription.IsEndedBy(removal.Revision) && !_isEpochOver)
                return;
            subscription.End();
        }
        subscription.NotifyRemoved(removal);
    }

    /// <summary>Delivers the page up to each removal of a member here, and ends those members before it continues.</summary>
    private void Deliver(UpdatePage page)
    {
        foreach (var removal in page.Removals)
        {
            if (!HasMemberOf(removal.UserId))
                continue;
            Deliver(Frame(Position, removal.Revision, page.Changes.Between(Position, removal.Revision)));
            Fence(removal);
        }
        if (page.Through > Position)
            Deliver(Frame(Position, page.Through, page.Changes.Between(Position, page.Through), CommitsOf(page.Messages)));
    }

    private UpdateFrame Frame(long after, long through, in ChangeSet changes, CommitOrigin[]? commits = null) =>
        new(new RoomUpdate { Room = Room, Epoch = _epoch }.With(after, through, changes)) { Commits = commits ?? [] };

    /// <summary>
    /// The commit of the newest post that was read, by the time of the node that stored it. The commits of other changes have no time in
    /// the database.
    /// </summary>
    private CommitOrigin[] CommitsOf(ChatMessage[] read)
    {
        var newest = Array.FindLast(read, static message => message.Sequence == message.Revision);
        return newest is null
            ? []
            : [CommitOrigin.By(DateTimeOffset.FromUnixTimeMilliseconds(newest.PostedAt), CommitPath.Database, time)];
    }

    // A subscription made after this is checked in the database later, and the database knows of the removal.
    private bool HasMemberOf(string userId) =>
        Array.Exists(Volatile.Read(ref _subscriptions), subscription => subscription.UserId == userId);

    private void Fence(MembershipEnd removal)
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            if (subscription.UserId == removal.UserId)
                End(subscription, removal);
        }
    }
}
