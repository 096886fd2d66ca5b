namespace SignalRChat.Services.Log;

/// <summary>
/// What changed in a room, by revision: messages, and the reactions to messages. Both arrays are in the order of their revisions.
/// </summary>
internal readonly record struct ChangeSet(ChatMessage[] Messages, MessageReactions[] Reactions)
{
    /// <summary>The text in one frame, in characters; the last change may exceed it, so that a frame always makes progress.</summary>
    public const int MaxTextPerFrame = 64 * 1024;

    public static ChangeSet Of(RoomUpdate update) => new(update.Messages, update.Reactions ?? []);

    public int Count => Messages.Length + Reactions.Length;

    /// <summary>The part in (<paramref name="after"/>, <paramref name="through"/>].</summary>
    public ChangeSet Between(long after, long through) => new(
        Between(Messages, after, through, static message => message.Revision),
        Between(Reactions, after, through, static reactions => reactions.Revision));

    /// <summary>
    /// The revision up to which the changes fit into one frame: at least the first one. It is <paramref name="through"/> if all fit.
    /// </summary>
    public long FitThrough(int limit, long through)
    {
        var (messages, reactions, text, last) = (0, 0, 0, 0L);
        while (messages + reactions < Count)
        {
            if (messages + reactions >= limit || text >= MaxTextPerFrame)
                return last;
            if (IsMessageNext(messages, reactions))
            {
                text += SizeOf(Messages[messages]);
                last = Messages[messages++].Revision;
            }
            else
            {
                text += SizeOf(Reactions[reactions]);
                last = Reactions[reactions++].Revision;
            }
        }
        return through;
    }

    /// <summary>How many of the messages, from the end back, go into one frame with their reactions.</summary>
    public int CountThatFitsFromEnd()
    {
        var (text, count) = (0, 0);
        while (count < Messages.Length && text < MaxTextPerFrame)
        {
            var message = Messages[^++count];
            text += SizeOf(message);
            if (Array.Find(Reactions, reactions => reactions.Sequence == message.Sequence) is { } found)
                text += SizeOf(found);
        }
        return count;
    }

    private bool IsMessageNext(int messages, int reactions) =>
        reactions == Reactions.Length
        || (messages < Messages.Length && Messages[messages].Revision < Reactions[reactions].Revision);

    private static int SizeOf(ChatMessage message) => message.Text.Length + (message.Data?.Length ?? 0);

    private static int SizeOf(MessageReactions reactions)
    {
        var size = 0;
        foreach (var tally in reactions.Tallies)
        {
            size += tally.Emoji.Length;
            foreach (var userId in tally.UserIds)
                size += userId.Length;
        }
        return size;
    }

    private static T[] Between<T>(T[] all, long after, long through, Func<T, long> revision)
    {
        var (first, end) = (0, all.Length);
        while (first < end && revision(all[first]) <= after)
            first++;
        while (end > first && revision(all[end - 1]) > through)
            end--;
        return first == 0 && end == all.Length ? all : all[first..end];
    }
}

/// <summary>The changes in an update.</summary>
internal static class RoomUpdateChanges
{
    /// <summary>The update of a range of revisions with these changes.</summary>
    public static RoomUpdate With(this RoomUpdate update, long after, long through, in ChangeSet changes) => update with
    {
        After = after,
        Through = through,
        Messages = changes.Messages,
        Reactions = changes.Reactions.Length == 0 ? null : changes.Reactions,
    };

    /// <summary>
    /// Whether it holds no change. Then a membership ended in it, and the changes must be read from the database with the removal.
    /// </summary>
    public static bool IsHollow(this RoomUpdate update) => update.Messages.Length == 0 && update.Reactions is null;
}
