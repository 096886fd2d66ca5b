using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>Reads rooms for the server API: no membership is checked.</summary>
internal sealed class ServerReader(IMessageStore store, IOptions<LimitOptions> limits)
{
    /// <summary>The changes after a cursor, one page. A cursor beyond the head is refused, as one of another epoch is.</summary>
    public async Task<GetUpdatesResult> ReadUpdatesAsync(
        string room, long after, string? epoch, int? limit, CancellationToken cancellationToken)
    {
        var most = Math.Min(limit ?? ChatLimits.CatchUpPageSize, limits.Value.CatchUpPageSize);
        var page = (await store.ReadUpdatesAsync(room, after, most, cancellationToken)).ThatFits(most);
        if (page.Epoch is null)
            throw Refusals.RoomNotFound(room);
        if (after > page.Head || (epoch ?? page.Epoch) != page.Epoch)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.CursorUnknown, $"The cursor is of another epoch, or beyond the newest revision of {room} ({page.Head}).");
        }
        return new GetUpdatesResult
        {
            Room = room,
            Epoch = page.Epoch,
            After = after,
            Through = page.Through,
            Messages = page.Messages,
            HasMore = page.HasMore,
        };
    }
}
