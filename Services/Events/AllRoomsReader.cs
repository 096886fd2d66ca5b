using SignalRChat.Services.Log;

namespace SignalRChat.Services.Events;

/// <summary>
/// Gives a backend the changes of all rooms, a page at a time. The places of a reader in the rooms are in the database: they are moved
/// on, in one transaction, before a page is answered. If the answer is lost, the backend asks with the same cursor again, and the page
/// is read again from its ranges.
/// </summary>
internal sealed class AllRoomsReader(
    RoomsBeyond beyond,
    RecentChanges changes,
    IEventStore store,
    IMessageStore messages,
    CommandQueue queue,
    IOptions<EventOptions> options,
    TimeProvider time)
{
    /// <summary>A fraction of the retention: an idle reader costs one small commit in this time.</summary>
    private const int TouchesInRetention = 24;

    /// <summary>
    /// The page after a cursor. If nothing has changed yet, waits for a change, up to <paramref name="wait"/> and until
    /// <paramref name="stopping"/>; then the page is empty and has the same cursor.
    /// </summary>
    public async Task<EventPage> ReadAsync(
        EventCursor cursor, int limit, TimeSpan wait, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(wait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping, cancellationToken);
        while (true)
        {
            // Before the search, so that a change during it causes another.
            var next = changes.Next;
            var (epoch, reader) = await store.FindReaderAsync(cursor.ReaderId, cancellationToken);
            if (await FindAsync(cursor, epoch, reader, limit, cancellationToken) is { } page)
                return page;
            if (wait > TimeSpan.Zero && !end.IsCancellationRequested)
                await next.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (wait == TimeSpan.Zero || end.IsCancellationRequested)
                return await EmptyAsync(cursor, reader);
        }
    }

    /// <summary>A new reader, which is given only what changes from now on.</summary>
    public async Task<EventPage> BeginAtEndAsync(CancellationToken cancellationToken)
    {
        var cursor = EventCursor.New();
        var (epoch, _) = await store.FindReaderAsync(cursor.ReaderId, cancellationToken);
        var looked = await beyond.AtEndAsync(cancellationToken);
        for (var part = looked with { Walked = 0 }; part.Walked is not null;)
        {
            var found = await beyond.ReadAsync(cursor.ReaderId, part, cancellationToken);
            if (found.Rooms.Length > 0)
                await MoveAsync(cursor, epoch, [.. found.Rooms.Select(room => room.Range)], isPage: false);
            part = found.End;
        }
        // A step of its own, so that a cursor of a reader that was forgotten does not begin one that is given everything.
        await MoveAsync(cursor, epoch, [], isPage: true);
        beyond.Keep(cursor.ReaderId, looked);
        return new([], cursor with { Step = cursor.Step + 1 }, HasMore: false);
    }

    /// <summary>Null if nothing is beyond the places of the reader.</summary>
    private async Task<EventPage?> FindAsync(
        EventCursor cursor, string epoch, EventReader? reader, int limit, CancellationToken cancellationToken)
    {
        if ((reader?.Epoch ?? epoch) != epoch)
            throw Refusals.ReaderUnknown();
        if (reader is not null && cursor.Step == reader.Step - 1)
            return await RepeatAsync(cursor, reader, cancellationToken);
        if ((reader?.Step ?? 0) != cursor.Step)
            throw Refusals.ReaderUnknown();
        var looked = await beyond.BeginAsync(cursor.ReaderId, cancellationToken);
        while (true)
        {
            var part = await beyond.ReadAsync(cursor.ReaderId, looked, cancellationToken);
            if (part.Rooms.Length > 0)
                return await GiveAsync(cursor, epoch, part, limit, cancellationToken);
            looked = part.End;
            if (reader is not null)
                beyond.Keep(cursor.ReaderId, looked);
            if (part.IsLast)
                return null;
        }
    }

    /// <summary>
    /// Another request with the same cursor may have been given its page meanwhile. Then this one is given the same.
    /// </summary>
    private async Task<EventPage> GiveAsync(
        EventCursor cursor, string epoch, BeyondPart part, int limit, CancellationToken cancellationToken)
    {
        var draft = new EventPageDraft(limit);
        var end = part.End;
        foreach (var room in part.Rooms)
        {
            if (!draft.IsFull && await draft.TryAddAsync(messages, room.Range, epoch, cancellationToken))
                continue;
            end = room.Before;
            break;
        }
        try
        {
            await MoveAsync(cursor, epoch, draft.Ranges, isPage: true);
        }
        catch (ChatRefusedException refused) when (refused.Code == ChatErrorCodes.CursorUnknown)
        {
            var (now, reader) = await store.FindReaderAsync(cursor.ReaderId, cancellationToken);
            return reader is not null && now == epoch && reader.Step - 1 == cursor.Step
                ? await RepeatAsync(cursor, reader, cancellationToken)
                : throw Refusals.ReaderUnknown();
        }
        beyond.Keep(cursor.ReaderId, end);
        var hasMore = end != part.End || end.Walked is not null || changes.Since(end.Number, 1) is not [];
        return new(draft.Updates, cursor with { Step = cursor.Step + 1 }, hasMore);
    }

    /// <summary>The newest page once more. Changes since then are beyond its ranges.</summary>
    private async Task<EventPage> RepeatAsync(EventCursor cursor, EventReader reader, CancellationToken cancellationToken)
    {
        var draft = new EventPageDraft(int.MaxValue);
        foreach (var range in reader.Page)
            await draft.AddWholeAsync(messages, range, reader.Epoch, cancellationToken);
        return new(draft.Updates, cursor with { Step = reader.Step }, HasMore: true);
    }

    /// <summary>A cursor that is used stays known, also if nothing ever changes.</summary>
    private async Task<EventPage> EmptyAsync(EventCursor cursor, EventReader? reader)
    {
        var until = time.GetUtcNow() - (options.Value.ReaderRetention / TouchesInRetention);
        if (reader is null || reader.UsedAt >= until.ToUnixTimeMilliseconds())
            return new([], cursor, HasMore: false);
        try
        {
            await MoveAsync(cursor, reader.Epoch, [], isPage: false);
        }
        catch (ChatRefusedException refused) when (refused.Code == ChatErrorCodes.CursorUnknown)
        {
            // Another request with this cursor was given its page just now, and the next one is given the same.
        }
        return new([], cursor, HasMore: false);
    }

    private Task<RoomCommandResult> MoveAsync(EventCursor cursor, string epoch, IReadOnlyList<EventRange> ranges, bool isPage) =>
        queue.AppendAsync(new MoveReaderCommand(cursor.ReaderId, cursor.Step, epoch, ranges)
        {
            IsPage = isPage,
            MostReaders = options.Value.Readers,
        });
}
