using SignalRChat.Contracts;
using SignalRChat.Services.Storage;

namespace SignalRChat.Services.Messages;

/// <summary>
/// The fence: a removal has a revision. The position never passes it without ending the members whose membership it ends. No
/// member receives anything beyond the position. So nothing numbered after a removal reaches the removed user, on whichever node
/// it was stored and however this node learns of it.
/// </summary>
internal sealed partial class RoomFeed
{
    /// <summary>
    /// The database has confirmed that the member's user belongs to the room at this revision, when the feed was in this epoch.
    /// Wakes a member that waits to be admitted again.
    /// </summary>
    public Admission TryAdmit(RoomSubscription member, long revision, string epoch)
    {
        lock (_gate)
        {
            if (epoch != _epoch)
                return Admission.AskAgain;
            if (!member.TryAdmit(revision))
                return Admission.Ended;
        }
        member.Wake();
        return Admission.Admitted;
    }

    /// <summary>Ends a member whose user no longer belongs to the room in the new epoch.</summary>
    public void EndUnlessAdmitted(RoomSubscription member)
    {
        MembershipEnd removal;
        lock (_gate)
        {
            if (member.IsAdmitted || member.IsGone)
                return;
            member.End();
            removal = new MembershipEnd(_position, member.UserId, RoomRemovalCodes.Left);
        }
        member.TellRemoved(removal);
    }

    /// <summary>Ends one member at once, if the node knows of the removal before the feed has reached it.</summary>
    public void End(RoomSubscription member, MembershipEnd removal)
    {
        lock (_gate)
        {
            // Revisions of two epochs cannot be compared: then the removal that ends it now is the newer one.
            if (!member.IsEndedBy(removal.Revision) && !_isEpochOver)
                return;
            member.End();
        }
        member.TellRemoved(removal);
    }

    /// <summary>Delivers the page up to each removal of a member here, and ends those members before it continues.</summary>
    private void Deliver(UpdatePage page)
    {
        var sent = 0;
        foreach (var removal in page.Removals)
        {
            if (!HasMemberOf(removal.UserId))
                continue;
            var first = sent;
            while (sent < page.Messages.Length && page.Messages[sent].Revision < removal.Revision)
                sent++;
            Deliver(Frame(removal.Revision, page.Messages[first..sent]));
            Fence(removal);
        }
        if (page.Through > Position)
            Deliver(Frame(page.Through, page.Messages[sent..]));
    }

    private UpdateFrame Frame(long through, ChatMessage[] messages) =>
        new(new RoomUpdate { Room = Room, Epoch = _epoch, After = Position, Through = through, Messages = messages });

    // A member that attaches after this is checked in the database later, and the database knows of the removal.
    private bool HasMemberOf(string userId) => Array.Exists(Volatile.Read(ref _members), member => member.UserId == userId);

    private void Fence(MembershipEnd removal)
    {
        foreach (var member in Volatile.Read(ref _members))
        {
            if (member.UserId == removal.UserId)
                End(member, removal);
        }
    }
}
