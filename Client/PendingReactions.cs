namespace SignalRChat.Client;

/// <summary>
/// The user's reactions to one message that have no outcome yet: <see cref="ChatClient.ReactionsPending"/>. An app shows them over
/// the stored ones with <see cref="Over"/>, so that the user sees a reaction at once.
/// </summary>
public sealed record PendingReactions
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>The id of the message.</summary>
    public required string MessageId { get; init; }

    /// <summary>The latest call for each emoji, in the order of the calls. Empty if all are stored or refused.</summary>
    public required IReadOnlyList<PendingReaction> Reactions { get; init; }

    /// <summary>
    /// Returns the tallies to show: the stored ones as they will be after these reactions. A reaction that is stored already changes
    /// nothing.
    /// </summary>
    /// <param name="stored">The tallies of the newest <see cref="MessageReactions"/> of the message; empty without one.</param>
    /// <param name="userId">The user of this client.</param>
    public IReadOnlyList<ReactionTally> Over(IReadOnlyList<ReactionTally> stored, string userId)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var tallies = stored.ToList();
        foreach (var (emoji, isOn) in Reactions)
        {
            var at = tallies.FindIndex(tally => tally.Emoji == emoji);
            var tally = at < 0 ? new() { Emoji = emoji } : tallies[at];
            if (tally.UserIds.Contains(userId) == isOn)
                continue;
            string[] users = isOn ? [userId, .. tally.UserIds] : [.. tally.UserIds.Where(user => user != userId)];
            tally = tally with { Count = tally.Count + (isOn ? 1 : -1), UserIds = [.. users.Take(ChatLimits.ReactionUsers)] };
            if (at < 0)
                tallies.Add(tally);
            else
                tallies[at] = tally;
        }

        tallies.RemoveAll(tally => tally.Count < 1);
        return tallies;
    }
}

/// <summary>A reaction without an outcome.</summary>
/// <param name="Emoji">The emoji.</param>
/// <param name="IsOn">True adds the reaction, false takes it back.</param>
public sealed record PendingReaction(string Emoji, bool IsOn);
