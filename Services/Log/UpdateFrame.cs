namespace SignalRChat.Services.Log;

/// <summary>One update on its way to members, with its serialised form. An update that another node published already has one.</summary>
internal sealed class UpdateFrame(RoomUpdate update, object? serialized = null)
{
    private object? _serialized = serialized;

    public RoomUpdate Update { get; } = update;

    /// <summary>The commits whose changes it has, as far as they are known, to measure how long they take.</summary>
    public CommitOrigin[] Commits { get; init; } = [];

    /// <summary>A command of its commits is traced.</summary>
    public bool IsTraced => Array.Exists(Commits, static commit => commit.Traces is not null);

    /// <summary>
    /// Returns the serialised form. The first caller makes it; the local members and the backplane, which may ask at once, share it.
    /// </summary>
    public object SerializedBy(Func<RoomUpdate, object> serialize)
    {
        if (Volatile.Read(ref _serialized) is { } made)
            return made;
        var mine = serialize(Update);
        return Interlocked.CompareExchange(ref _serialized, mine, null) ?? mine;
    }
}

/// <summary>Limits one frame to a size that every client and every queue can handle.</summary>
internal static class UpdatePages
{
    /// <summary>The part of a page that fits into one frame: <see cref="UpdatePage.Through"/> is then the last change's revision.</summary>
    public static UpdatePage ThatFits(this UpdatePage page, int limit) => page.UpTo(page.Changes.FitThrough(limit, page.Through));

    /// <summary>
    /// The page with the reactions that changed after its beginning. Those beyond its end, which may have been read after it, are left
    /// out. If there are as many as the limit, the page ends with the last of them.
    /// </summary>
    public static UpdatePage With(this UpdatePage page, List<MessageReactions> reactions, int limit)
    {
        if (reactions.Count == 0)
            return page;
        var cut = reactions.Count < limit ? page : page.UpTo(reactions[^1].Revision);
        reactions.RemoveAll(one => one.Revision > cut.Through);
        return cut with { Reactions = [.. reactions] };
    }

    /// <summary>
    /// The same with members and the ends of memberships. A user may be among them more than once: then the newest change applies. Each
    /// end is a removal. One of a user who joined again is no change of the member.
    /// </summary>
    public static UpdatePage With(this UpdatePage page, List<MemberEntry> entries, int limit)
    {
        if (entries.Count == 0)
            return page;
        var cut = entries.Count < limit ? page : page.UpTo(entries[^1].Member.Revision);
        entries.RemoveAll(one => one.Member.Revision > cut.Through);
        var newest = new Dictionary<string, long>();
        foreach (var entry in entries)
            newest[entry.Member.UserId] = entry.Member.Revision;
        return cut with
        {
            Members = [.. entries.Where(entry => entry.IsCurrent && newest[entry.Member.UserId] == entry.Member.Revision)
                .Select(entry => entry.Member)],
            Removals = [.. entries.Where(entry => entry.Member.Left is not null)
                .Select(entry => new MembershipEnd(entry.Member.Revision, entry.Member.UserId, entry.Member.Left!))],
        };
    }

    /// <summary>The same with the settings, if they changed.</summary>
    public static UpdatePage With(this UpdatePage page, RoomInfo? info) =>
        info is null || info.Revision > page.Through ? page : page with { Info = info };

    /// <summary>The part of a page up to a revision.</summary>
    public static UpdatePage UpTo(this UpdatePage page, long revision) => page.Through <= revision
        ? page
        : page.WithChanges(page.Changes.Between(0, revision)) with { Through = revision };

    /// <summary>The page as a caller receives it who asked after a revision.</summary>
    public static GetUpdatesResult ToResult(this UpdatePage page, string room, long after) => new()
    {
        Room = room,
        Epoch = page.Epoch!,
        After = after,
        Through = page.Through,
        Messages = page.Messages,
        Reactions = page.Reactions.OrNull(),
        Members = page.Members.OrNull(),
        Info = page.Info,
        HasMore = page.HasMore,
    };

    /// <summary>The page with these changes instead of its own.</summary>
    public static UpdatePage WithChanges(this UpdatePage page, in ChangeSet changes) => page with
    {
        Messages = changes.Messages,
        Reactions = changes.Reactions,
        Members = changes.Members,
        Info = changes.Info,
    };
}

/// <summary>A change of a member, or the end of a membership, and whether the user is a member now.</summary>
internal readonly record struct MemberEntry(ChangedMember Member, bool IsMember)
{
    public bool IsCurrent => IsMember == (Member.Left is null);
}
