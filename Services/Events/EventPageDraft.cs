using SignalRChat.Services.Log;

namespace SignalRChat.Services.Events;

/// <summary>The page that a reader is given next, as it is put together.</summary>
internal sealed class EventPageDraft(int limit)
{
    private readonly List<GetUpdatesResult> _updates = [];
    private readonly List<EventRange> _ranges = [];
    private int _left = limit;
    private int _text;

    public IReadOnlyList<GetUpdatesResult> Updates => _updates;

    /// <summary>The ranges that the reader is given.</summary>
    public IReadOnlyList<EventRange> Ranges => _ranges;

    public bool IsFull => _left <= 0 || _text >= ChangeSet.MaxTextPerFrame;

    /// <summary>Adds what of a room has a place in the page. Returns whether this is the whole room.</summary>
    public async Task<bool> TryAddAsync(IMessageStore store, EventRange range, string epoch, CancellationToken cancellationToken)
    {
        var most = Math.Min(_left, ChatLimits.CatchUpPageSize);
        if (await ReadAsync(store, range.Room, range.After, most, epoch, cancellationToken) is not { } page)
            return true;
        Add(range.Room, range.After, page);
        _ranges.Add(range with { Through = page.Through });
        return !page.HasMore;
    }

    /// <summary>Adds a range that was given before, in as many updates as it takes.</summary>
    public async Task AddWholeAsync(IMessageStore store, EventRange range, string epoch, CancellationToken cancellationToken)
    {
        for (var after = range.After; after < range.Through; after = _updates[^1].Through)
        {
            if (await ReadAsync(store, range.Room, after, ChatLimits.CatchUpPageSize, epoch, cancellationToken) is not { } page)
                return;
            if (page.Through <= after)
                throw Refusals.ReaderUnknown();
            Add(range.Room, after, page.UpTo(range.Through));
        }
    }

    /// <summary>Null if the room was deleted by SQL.</summary>
    private static async Task<UpdatePage?> ReadAsync(
        IMessageStore store, string room, long after, int limit, string epoch, CancellationToken cancellationToken)
    {
        var page = await store.ReadUpdatesAsync(room, after, limit, cancellationToken);
        if (page.Epoch is null)
            return null;
        return page.Epoch == epoch ? page.ThatFits(limit) : throw Refusals.ReaderUnknown();
    }

    private void Add(string room, long after, in UpdatePage page)
    {
        _updates.Add(page.ToResult(room, after));
        _left -= Math.Max(1, page.Changes.Count);
        foreach (var change in new ChangeWalk(page.Changes))
            _text += change.Size;
    }
}
