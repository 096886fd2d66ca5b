using SignalRChat.Contracts;

namespace SignalRChat.Client;

/// <summary>
/// Where a reader stands in a room: everything up to <paramref name="Revision"/> is known. Decides what to do with an update;
/// does nothing itself.
/// </summary>
/// <param name="Epoch">The epoch of the database the revision belongs to.</param>
/// <param name="Revision">The last revision known; 0 for none.</param>
public sealed record RoomCursor(string Epoch, long Revision)
{
    /// <summary>What to do with <paramref name="update"/>.</summary>
    public CursorDecision Offer(RoomUpdate update)
    {
        if (update.Epoch != Epoch)
            return new(CursorStep.StartOver, this, []);
        if (update.Through <= Revision)
            return new(CursorStep.Drop, this, []);
        if (update.After > Revision)
            return new(CursorStep.Hole, this, []);

        var news = update.Messages.Where(message => message.Revision > Revision).ToArray();
        return new(CursorStep.Apply, this with { Revision = update.Through }, news);
    }
}

/// <summary>What a <see cref="RoomCursor"/> says to an update.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Next">The cursor afterwards.</param>
/// <param name="Messages">What to apply, by revision, ascending.</param>
public sealed record CursorDecision(CursorStep Step, RoomCursor Next, IReadOnlyList<ChatMessage> Messages);

/// <summary>What to do with an update.</summary>
public enum CursorStep
{
    /// <summary>Everything in it is known.</summary>
    Drop,

    /// <summary>It follows on: apply what is newer and move the cursor.</summary>
    Apply,

    /// <summary>Something before it is missing: ask for what follows the cursor.</summary>
    Hole,

    /// <summary>It belongs to another epoch: the cursor is worth nothing, join again without one.</summary>
    StartOver,
}
