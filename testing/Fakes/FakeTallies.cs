using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>The reactions to a message by the rules of the contract.</summary>
internal static class FakeTallies
{
    /// <summary>The tallies after a user's reaction was added or taken back; null if nothing changes.</summary>
    public static ReactionTally[]? Changed(ReactionTally[] before, ReactRequest request, string user)
    {
        var place = Array.FindIndex(before, tally => tally.Emoji == request.Emoji);
        string[] users = place < 0 ? [] : before[place].UserIds;
        if (users.Contains(user) == request.On)
            return null;
        users = request.On ? [user, .. users] : [.. users.Where(other => other != user)];
        var changed = new ReactionTally { Emoji = request.Emoji, Count = users.Length, UserIds = users };
        ReactionTally[] all = place < 0 ? [.. before, changed] : [.. before[..place], changed, .. before[(place + 1)..]];
        return Array.FindAll(all, tally => tally.Count > 0);
    }
}
