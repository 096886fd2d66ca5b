using SignalRChat.Contracts;
using SignalRChat.Services.Storage;

namespace SignalRChat.Services.Messages;

/// <summary>
/// The fence: a removal has a revision, the position never passes it without ending the members whose membership it ends, and nobody is handed what lies
/// beyond the position. So nothing numbered after a removal reaches the one who was removed, wherever it was stored and however this node learns of it.
/// </summary>
internal sealed partial class RoomFeed
{
    /// <summary>The database has said that the member's user belongs to the room at this revision. False when that has ended meanwhile.</summary>
    public bool TryAdmit(FeedMember member, long revision)
    {
        lock (_gate)
            return member.TryAdmit(revision);
    }

    /// <summary>Ends one member at once, where the node knows of the removal before the feed has come to it.</summary>
    public void End(FeedMember member, Removal removal)
    {
        lock (_gate)
        {
            if (!member.IsEndedBy(removal.Revision))
                return;
            member.End();
        }
        member.TellRemoved(removal);
    }

    /// <summary>Delivers what was read, up to each removal of someone who is here, and ends those before it goes on.</summary>
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

    private FeedFrame Frame(long through, ChatMessage[] messages) =>
        new(new RoomUpdate { Room = Room, Epoch = _epoch, After = Position, Through = through, Messages = messages });

    // One who attaches after this is asked for in the database later, and that knows of the removal.
    private bool HasMemberOf(string userId) => Array.Exists(Volatile.Read(ref _members), member => member.UserId == userId);

    private void Fence(Removal removal)
    {
        foreach (var member in Volatile.Read(ref _members))
        {
            if (member.UserId == removal.UserId)
                End(member, removal);
        }
    }
}
