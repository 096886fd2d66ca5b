using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>Reads what a client receives when it joins or rejoins a room: the changes after its cursor, or a snapshot.</summary>
internal sealed class CatchUpReader(IMessageStore store, RoomAccess access, IOptions<LimitOptions> limits)
{
    /// <summary>
    /// Returns the first page after the cursor if the cursor can be continued, otherwise the newest messages with <c>reset</c> set.
    /// </summary>
    public async Task<JoinRoomResult> ReadForJoinAsync(
        RoomSubscription subscription, string userId, JoinRoomRequest request, CancellationToken cancellationToken)
    {
        if (request.After is { } after)
        {
            var page = await ReadAsync(subscription, userId, request.Room, after, limits.Value.CatchUpPageSize, cancellationToken);
            var epoch = page.Epoch!;
            if (after <= page.Head && (request.Epoch ?? epoch) == epoch)
            {
                return new JoinRoomResult
                {
                    Room = request.Room,
                    Epoch = epoch,
                    Head = page.Head,
                    HasMore = page.HasMore,
                    Update = new RoomUpdate { Room = request.Room, Epoch = epoch }.With(after, page.Through, page.Changes),
                };
            }
        }
        return await ReadSnapshotAsync(request.Room, userId, cancellationToken);
    }

    public async Task<GetUpdatesResult> ReadUpdatesAsync(
        ChatSession session, GetUpdatesRequest request, CancellationToken cancellationToken)
    {
        var limit = Math.Min(request.Limit, limits.Value.CatchUpPageSize);
        var page = await ReadAsync(session.Find(request.Room), session.User.UserId, request.Room, request.After, limit, cancellationToken);
        if (request.After > page.Head)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.CursorUnknown, $"The cursor is beyond the newest revision of {request.Room} ({page.Head}); join it again.");
        }
        return page.ToResult(request.Room, request.After);
    }

    public async Task<GetHistoryResult> ReadHistoryAsync(
        ChatSession session, GetHistoryRequest request, CancellationToken cancellationToken)
    {
        var limit = Math.Min(request.Limit, limits.Value.PageSize);
        var page = await store.ReadHistoryAsync(request.Room, session.User.UserId, request.Before, limit, cancellationToken)
            ?? throw await access.RefusalAsync(request.Room, session.User.UserId, cancellationToken);
        return ResultOf(request.Room, page);
    }

    /// <summary>The newest messages of the page that fit into one frame.</summary>
    public static GetHistoryResult ResultOf(string room, in HistoryPage page)
    {
        var fits = page.Changes.CountThatFitsFromEnd();
        var messages = page.Messages[^fits..];
        return new GetHistoryResult
        {
            Room = room,
            Messages = messages,
            Reactions = Array.FindAll(page.Reactions, reactions => reactions.Sequence >= messages[0].Sequence).OrNull(),
            HasMore = page.HasMore || fits < page.Messages.Length,
        };
    }

    /// <summary>
    /// From the feed's memory if the session is subscribed to the room (then its user is a member, and no check is needed),
    /// otherwise from the database.
    /// </summary>
    private async Task<UpdatePage> ReadAsync(
        RoomSubscription? subscription, string userId, string room, long after, int limit, CancellationToken cancellationToken)
    {
        if (subscription?.Feed.TryReadRing(subscription, after, limit) is { } atHand)
            return atHand;
        var page = await store.ReadUpdatesAsync(room, userId, after, limit, cancellationToken)
            ?? throw await access.RefusalAsync(room, userId, cancellationToken);
        return page.ThatFits(limit);
    }

    private async Task<JoinRoomResult> ReadSnapshotAsync(string room, string userId, CancellationToken cancellationToken)
    {
        var page = await store.ReadHistoryAsync(room, userId, before: null, ChatLimits.SnapshotSize, cancellationToken)
            ?? throw await access.RefusalAsync(room, userId, cancellationToken);
        return new JoinRoomResult
        {
            Room = room,
            Epoch = page.Epoch,
            Head = page.Head,
            Reset = true,
            Update = new RoomUpdate { Room = room, Epoch = page.Epoch }.With(page.Head, page.Head, page.Changes),
        };
    }
}
