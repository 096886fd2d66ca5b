namespace SignalRChat.Faults.Workload;

/// <summary>
/// The reactions of one client in one room, of which at most one change is under way each. One whose outcome is not known is not changed
/// again.
/// </summary>
internal sealed class OwnReactions(string room, HistoryBook book, Random random, PinnedMessages pinned)
{
    private static readonly string[] _emojis = ["👍", "🎉", "🚀"];

    private readonly HashSet<(string MessageId, string Emoji)> _made = [];
    private readonly HashSet<(string MessageId, string Emoji)> _underWay = [];

    /// <summary>Returns a reaction or its removal; null if there is nothing to change.</summary>
    public Change? Next()
    {
        var emoji = _emojis[random.Next(_emojis.Length)];
        if (pinned.Pick(room, random) is not { } messageId || !_underWay.Add((messageId, emoji)))
            return null;
        var kind = _made.Contains((messageId, emoji)) ? OpKind.Unreact : OpKind.React;
        return new(book.NextOp(), kind, room, messageId, emoji, "");
    }

    public void Acknowledged(Change change)
    {
        Refused(change);
        if (change.Kind == OpKind.React)
            _made.Add((change.MessageId, change.Token));
        else
            _made.Remove((change.MessageId, change.Token));
    }

    /// <summary>Allows another change of the reaction.</summary>
    public void Refused(Change change) => _underWay.Remove((change.MessageId, change.Token));
}
