namespace SignalRChat.Services.Log;

/// <summary>
/// The changes of a room: of messages, the reactions to messages, members and the settings. Each array is in the order of its revisions.
/// </summary>
internal readonly record struct ChangeSet(ChatMessage[] Messages, MessageReactions[] Reactions)
{
    /// <summary>The text in one frame, in characters; the last change may exceed it, so that a frame always makes progress.</summary>
    public const int MaxTextPerFrame = 64 * 1024;

    private readonly ChangedMember[]? _members;

    public static ChangeSet Of(RoomUpdate update) =>
        new(update.Messages, update.Reactions ?? []) { Members = update.Members ?? [], Info = update.Info };

    public ChangedMember[] Members
    {
        get => _members ?? [];
        init => _members = value;
    }

    public RoomInfo? Info { get; init; }

    public int Count => Messages.Length + Reactions.Length + Members.Length + (Info is null ? 0 : 1);

    /// <summary>The part in (<paramref name="after"/>, <paramref name="through"/>].</summary>
    public ChangeSet Between(long after, long through) => new(
        Between(Messages, after, through, static message => message.Revision),
        Between(Reactions, after, through, static reactions => reactions.Revision))
    {
        Members = Between(Members, after, through, static member => member.Revision),
        Info = Info?.Revision > after && Info.Revision <= through ? Info : null,
    };

    /// <summary>
    /// The revision up to which the changes fit into one frame: at least the first one. It is <paramref name="through"/> if all fit.
    /// </summary>
    public long FitThrough(int limit, long through)
    {
        var (count, text, last) = (0, 0, 0L);
        foreach (var change in new ChangeWalk(this))
        {
            if (count++ >= limit || text >= MaxTextPerFrame)
                return last;
            text += change.Size;
            last = change.Revision;
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
            text += new EntityChange(message).Size;
            if (Array.Find(Reactions, reactions => reactions.Sequence == message.Sequence) is { } found)
                text += new EntityChange(found).Size;
        }
        return count;
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
        Reactions = changes.Reactions.OrNull(),
        Members = changes.Members.OrNull(),
        Info = changes.Info,
    };

    /// <summary>The form of an array in the contracts.</summary>
    public static T[]? OrNull<T>(this T[] changes) => changes.Length == 0 ? null : changes;

    /// <summary>
    /// Whether it holds no change. Then a membership ended in it, and the changes must be read from the database with the removal.
    /// </summary>
    public static bool IsHollow(this RoomUpdate update) =>
        update.Messages.Length == 0 && update.Reactions is null && update.Members is null && update.Info is null;
}
