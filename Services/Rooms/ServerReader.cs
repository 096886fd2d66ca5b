using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>Reads rooms for the server API: no membership is checked.</summary>
internal sealed class ServerReader(
    IServerStore store, RoomFeeds feeds, IRoomGroups groups, IOptions<LimitOptions> limits, TimeProvider time)
{
    /// <summary>
    /// The changes after a cursor, one page. If there is none yet, waits for one, up to <paramref name="wait"/> and until
    /// <paramref name="stopping"/>. A cursor beyond the head is refused, as one of another epoch is.
    /// </summary>
    public async Task<GetUpdatesResult> ReadUpdatesAsync(
        RoomPlace place, int? limit, TimeSpan wait, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(place, limit, cancellationToken);
        if (wait == TimeSpan.Zero || found.Through > place.After)
            return found;
        await WaitAsync(place with { Epoch = found.Epoch }, wait, stopping, cancellationToken);
        return await ReadAsync(place with { Epoch = found.Epoch }, limit, cancellationToken);
    }

    private async Task WaitAsync(RoomPlace place, TimeSpan wait, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(wait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping, cancellationToken);
        groups.Hold(place.Room);
        try
        {
            await feeds.WaitForChangeAsync(place.Room, place.Epoch!, place.After, end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing has changed: the page stays empty.
        }
        finally
        {
            groups.Release(place.Room);
        }
    }

    private async Task<GetUpdatesResult> ReadAsync(RoomPlace place, int? limit, CancellationToken cancellationToken)
    {
        var (room, epoch, after) = place;
        var most = Math.Min(limit ?? ChatLimits.CatchUpPageSize, limits.Value.CatchUpPageSize);
        var found = await store.ReadUpdatesAsync(room, after, most, cancellationToken) ?? throw Refusals.RoomNotFound(room);
        var page = found.ThatFits(most);
        if (after > page.Head || (epoch ?? page.Epoch) != page.Epoch)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.CursorUnknown, $"The cursor is of another epoch, or beyond the newest revision of {room} ({page.Head}).");
        }
        return page.ToResult(room, after);
    }
}

/// <summary>A cursor in a room: the epoch, or null if the caller knows none, and the last revision that the caller has.</summary>
internal readonly record struct RoomPlace(string Room, string? Epoch, long After);
