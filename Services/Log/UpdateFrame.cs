namespace SignalRChat.Services.Log;

/// <summary>One update on its way to members, with its serialised form. An update that another node published already has one.</summary>
internal sealed class UpdateFrame(RoomUpdate update, object? serialized = null)
{
    private object? _serialized = serialized;

    public RoomUpdate Update { get; } = update;

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
        var cut = reactions.Count < limit ? page : page.UpTo(reactions[^1].Revision);
        reactions.RemoveAll(one => one.Revision > cut.Through);
        return cut with { Reactions = [.. reactions] };
    }

    /// <summary>The part of a page up to a revision.</summary>
    public static UpdatePage UpTo(this UpdatePage page, long revision)
    {
        if (page.Through <= revision)
            return page;
        var (messages, reactions) = page.Changes.Between(0, revision);
        return page with { Messages = messages, Reactions = reactions, Through = revision };
    }
}
