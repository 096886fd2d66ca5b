using SignalRChat.Contracts;

namespace SignalRChat.Services.Messages;

/// <summary>The part that ends members whose row was deleted by SQL, without a removal.</summary>
internal sealed partial class RoomFeed
{
    /// <summary>Adds the members whose users the database has confirmed as members.</summary>
    public void AddAdmitted(Queue<RoomSubscription> members)
    {
        lock (_gate)
        {
            foreach (var member in _members)
            {
                if (member.IsAdmitted)
                    members.Enqueue(member);
            }
        }
    }

    /// <summary>False if the member has ended already.</summary>
    public bool EndWithoutRow(RoomSubscription member)
    {
        MembershipEnd removal;
        lock (_gate)
        {
            if (!member.IsAdmitted)
                return false;
            member.End();
            removal = new MembershipEnd(_position, member.UserId, RoomRemovalCodes.Left);
        }
        member.TellRemoved(removal);
        return true;
    }
}
