using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>The part that ends members whose row was deleted by SQL, without a removal.</summary>
internal sealed partial class RoomFeed
{
    /// <summary>Adds the subscriptions whose users the database has confirmed as members.</summary>
    public void AddAdmitted(Queue<RoomSubscription> subscriptions)
    {
        lock (_gate)
        {
            foreach (var subscription in _subscriptions)
            {
                if (subscription.IsAdmitted)
                    subscriptions.Enqueue(subscription);
            }
        }
    }

    /// <summary>False if the subscription has ended already.</summary>
    public bool EndWithoutRow(RoomSubscription subscription)
    {
        MembershipEnd removal;
        lock (_gate)
        {
            if (!subscription.IsAdmitted)
                return false;
            subscription.End();
            removal = new MembershipEnd(_position, subscription.UserId, RoomRemovalCodes.Left);
        }
        subscription.NotifyRemoved(removal);
        return true;
    }
}
