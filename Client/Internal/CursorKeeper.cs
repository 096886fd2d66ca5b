using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Keeps in the app's store what the handlers have had, and knows what has been given to them besides: a room that is joined
/// again in the same process goes on there, for what is still queued will come. Without a store nothing is kept, and a join
/// without a cursor is a snapshot.
/// </summary>
internal sealed class CursorKeeper(ICursorStore? store, ILogger log)
{
    private readonly ConcurrentDictionary<string, RoomCursor?> _told = new();
    private readonly ConcurrentDictionary<string, bool> _stays = new();
    private volatile bool _closed;

    public bool Keeps => store is not null;

    public async Task<RoomCursor?> FindAsync(string room, CancellationToken cancellationToken)
    {
        if (store is null)
            return null;
        if (_told.TryGetValue(room, out var told))
            return told;
        // On a pool thread: the app may block the thread that joins, and its store may need that thread.
        return await Task.Run(() => store.LoadAsync(room, cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Queued for the handlers, which have not had it yet.</summary>
    public void Told(string room, RoomCursor cursor)
    {
        if (store is not null)
            _told[room] = cursor;
    }

    /// <summary>
    /// The handlers have run. Where one failed the cursor stays from then on, for a later one would pass over what was not handled.
    /// </summary>
    public async Task HandledAsync(string room, RoomCursor cursor, bool isReset, bool well)
    {
        if (store is null || _closed)
            return;
        if (!well && _stays.TryAdd(room, true))
            ClientLog.CursorStays(log, room);
        else if (well && isReset)
            _stays.TryRemove(room, out _);
        if (!_stays.ContainsKey(room))
            await KeepAsync(room, () => store.SaveAsync(room, cursor, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>The room was left; <see cref="ForgetAsync"/> follows behind what is queued of it.</summary>
    public void Left(string room)
    {
        if (store is not null)
            _told[room] = null;
    }

    public async Task ForgetAsync(string room)
    {
        _stays.TryRemove(room, out _);
        if (store is not null && !_closed)
            await KeepAsync(room, () => store.RemoveAsync(room, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>A handler that was given up may end at any time, when the store is another client's.</summary>
    public void Close() => _closed = true;

    private async Task KeepAsync(string room, Func<Task> keep)
    {
        try
        {
            await keep().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ClientLog.CursorNotKept(log, room, e);
        }
    }
}
