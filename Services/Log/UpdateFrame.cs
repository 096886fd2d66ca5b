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
    /// <summary>The text in one frame, in characters; the last message may exceed it, so that a frame always makes progress.</summary>
    public const int MaxTextPerFrame = 64 * 1024;

    /// <summary>How many messages, beginning at <paramref name="start"/>, fit into one frame: at least one if there are any.</summary>
    public static int CountThatFits(ReadOnlySpan<ChatMessage> messages, int start, int limit)
    {
        var text = 0;
        var count = 0;
        while (start + count < messages.Length && count < limit && text < MaxTextPerFrame)
            text += messages[start + count++].Text.Length;
        return count;
    }

    /// <summary>
    /// The part of a page that fits into one frame: <see cref="UpdatePage.Through"/> is then the last message's revision.
    /// </summary>
    public static UpdatePage ThatFits(this UpdatePage page, int limit)
    {
        var count = CountThatFits(page.Messages, 0, limit);
        return count == page.Messages.Length
            ? page
            : page with { Messages = page.Messages[..count], Through = page.Messages[count - 1].Revision };
    }

    /// <summary>The part of a page up to a revision.</summary>
    public static UpdatePage UpTo(this UpdatePage page, long revision)
    {
        if (page.Through <= revision)
            return page;
        var count = page.Messages.Length;
        while (count > 0 && page.Messages[count - 1].Revision > revision)
            count--;
        return page with { Messages = page.Messages[..count], Through = revision };
    }

    /// <summary>How many of these messages, from the end back, go into one frame.</summary>
    public static int CountThatFitsFromEnd(ReadOnlySpan<ChatMessage> messages)
    {
        var text = 0;
        var count = 0;
        while (count < messages.Length && text < MaxTextPerFrame)
            text += messages[^++count].Text.Length;
        return count;
    }
}
