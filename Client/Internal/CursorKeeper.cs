using System.Collections.Concurrent;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Stores in the app's store the cursors of handled events. It also knows the cursors of queued events: a second join of a
/// room in the same process continues there, because the handlers will still receive the queued events. Without a store it
/// keeps nothing, and a join without a cursor returns a snapshot.
/// </summary>
internal sealed class CursorKeeper(ICursorStore? store, ILogger log)
{
    private readonly ConcurrentDictionary<string, RoomCursor?> _queued = new();
    private readonly ConcurrentDictionary<string, bool> _stays = new();
    private volatile bool _closed;

    public bool Keeps => store is not null;

    public async Task<RoomCursor?> FindAsync(string room, CancellationToken cancellationToken)
    {
        if (store is null)
            return null;
        if (_queued.TryGetValue(room, out var queued))
            return queued;
        // On a pool thread: the app may block the thread that joins, and its store may need that thread.
        return await Task.Run(() => store.LoadAsync(room, cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The event is queued, and the handlers have not received it yet.</summary>
    public void Queued(string room, RoomCursor cursor)
    {
        if (store is not null)
            _queued[room] = cursor;
    }

    /// <summary>The handlers have run. After one failed, the cursor stays: a later cursor would skip the unhandled event.</summary>
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

    /// <summary>The user left the room; <see cref="ForgetAsync"/> follows after the room's queued events.</summary>
    public void Left(string room)
    {
        if (store is not null)
            _queued[room] = null;
    }

    public async Task ForgetAsync(string room)
    {
        _stays.TryRemove(room, out _);
        if (store is not null && !_closed)
            await KeepAsync(room, () => store.RemoveAsync(room, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>An abandoned handler may end at any time, even when another client already owns the store.</summary>
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
