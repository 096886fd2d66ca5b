namespace SignalRChat.Client;

/// <summary>
/// The position of a reader in a room: the reader has everything up to <paramref name="Revision"/>. It decides how to handle
/// an update, and performs no action.
/// </summary>
/// <param name="Epoch">The epoch of the revision.</param>
/// <param name="Revision">The last known revision; 0 if there is none.</param>
public sealed record RoomCursor(string Epoch, long Revision)
{
    /// <summary>Returns how to handle <paramref name="update"/>.</summary>
    public CursorDecision Offer(RoomUpdate update)
    {
        if (update.Epoch != Epoch)
            return new(CursorStep.StartOver, this, []);
        if (update.Through <= Revision)
            return new(CursorStep.Drop, this, []);
        if (update.After > Revision)
            return new(CursorStep.Hole, this, []);

        var news = update.Messages.Where(message => message.Revision > Revision).ToArray();
        return new(CursorStep.Apply, this with { Revision = update.Through }, news)
        {
            Reactions = update.Reactions is null ? [] : Array.FindAll(update.Reactions, reactions => reactions.Revision > Revision),
            Members = update.Members is null ? [] : Array.FindAll(update.Members, member => member.Revision > Revision),
            Info = update.Info?.Revision > Revision ? update.Info : null,
        };
    }
}

/// <summary>The decision of a <see cref="RoomCursor"/> about an update.</summary>
/// <param name="Step">How to handle the update.</param>
/// <param name="Next">The cursor afterwards.</param>
/// <param name="Messages">The messages to apply, by revision, ascending.</param>
public sealed record CursorDecision(CursorStep Step, RoomCursor Next, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>The reactions to apply, by revision, ascending.</summary>
    public IReadOnlyList<MessageReactions> Reactions { get; init; } = [];

    /// <summary>The members to apply, by revision, ascending.</summary>
    public IReadOnlyList<ChangedMember> Members { get; init; } = [];

    /// <summary>The settings of the room to apply; null if they did not change.</summary>
    public RoomInfo? Info { get; init; }
}

/// <summary>The ways to handle an update.</summary>
public enum CursorStep
{
    /// <summary>The reader already has everything in it.</summary>
    Drop,

    /// <summary>It follows on: apply what is newer and move the cursor.</summary>
    Apply,

    /// <summary>Updates before it are missing: request the changes after the cursor.</summary>
    Hole,

    /// <summary>It belongs to another epoch: the cursor is invalid, join again without one.</summary>
    StartOver,
}
