using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Services.Inbox;

/// <summary>Reads the inbox of a user and the read cursors of rooms, and moves a user's own.</summary>
internal sealed class InboxService(
    IInboxStore store,
    ReadCursorQueue queue,
    InboxFollowers followers,
    IInboxEvents events,
    IRoomStore rooms,
    RoomAccess access,
    IOptions<LimitOptions> limits)
{
    public async Task<FollowInboxResult> FollowAsync(ChatSession session, FollowInboxRequest request, CancellationToken cancellationToken)
    {
        var (userId, limit) = (session.User.UserId, Math.Min(request.Limit ?? ChatLimits.PageSize, limits.Value.PageSize));
        // A connection that continues has begun with it.
        if (request.After is null || session.Part is not InboxFollower)
            await store.CompleteInboxAsync(userId, cancellationToken);
        // First, so that changes mark the connection while its page is read.
        var follower = followers.Begin(session);
        try
        {
            await followers.WatchAsync(follower, cancellationToken);
            return await ReadAsync(follower, request, limit, cancellationToken);
        }
        catch
        {
            follower.Resume();
            throw;
        }
    }

    private async Task<FollowInboxResult> ReadAsync(
        InboxFollower follower, FollowInboxRequest request, int limit, CancellationToken cancellationToken)
    {
        var (session, userId) = (follower.Session, follower.UserId);
        var page = await store.ReadInboxAsync(userId, request.After ?? 0, limit, cancellationToken);
        var epoch = InboxEpoch.Of(session, page.Epoch);
        var isContinued = request.After <= page.Head && (request.Epoch ?? epoch) == epoch;
        if (!isContinued && request.After > 0)
            page = await store.ReadInboxAsync(userId, 0, limit, cancellationToken);
        epoch = InboxEpoch.Of(session, page.Epoch);
        followers.Start(follower, page, epoch, isContinued ? request.After!.Value : 0);
        return new FollowInboxResult
        {
            Epoch = epoch,
            Through = page.Through,
            Reset = !isContinued,
            Entries = Permitted(session, page.Entries),
            HasMore = page.HasMore,
        };
    }

    /// <summary>The entries of the rooms that the user's token permits.</summary>
    public static InboxEntry[] Permitted(ChatSession session, InboxEntry[] entries) => session.Grant is { Rooms: not null }
        ? Array.FindAll(entries, entry => IsPermitted(session, entry.Room))
        : entries;

    public static bool IsPermitted(ChatSession session, string room) => session.Grant?.MayEnter(room) != false;

    public async Task<MarkReadResult> MarkReadAsync(ChatSession session, MarkReadRequest request)
    {
        await access.RequireVisibleAsync(session, request.Room);
        var mark = await queue.MarkAsync(new(request.Room, session.User.UserId, request.Sequence));
        if (mark.RefusalCode is { } code)
            throw code == ChatErrorCodes.RoomNotFound ? Refusals.RoomNotFound(request.Room) : Refusals.NotAMember(request.Room);
        if (mark.IsMoved && mark.Members <= ChatLimits.ReadCursorMembers && !await IsBlockedAsync(session, request.Room))
        {
            events.ReadCursorChanged(
                new() { Room = request.Room, UserId = session.User.UserId, Sequence = mark.ReadThrough }, session.ConnectionId);
        }
        return new MarkReadResult
        {
            Room = request.Room,
            ReadThrough = mark.ReadThrough,
            Unread = mark.Unread,
            Mentions = mark.Mentions,
        };
    }

    public async Task<GetReadCursorsResult> ReadCursorsAsync(ChatSession session, string room, CancellationToken cancellationToken)
    {
        var userId = session.User.UserId;
        var read = await store.ReadCursorsAsync(room, userId, ChatLimits.ReadCursorMembers, cancellationToken)
            ?? throw await access.RefusalAsync(room, userId, cancellationToken);
        return read.IsShared && await IsBlockedAsync(session, room)
            ? new GetReadCursorsResult { Room = room, Cursors = Array.FindAll(read.Cursors, cursor => cursor.UserId == userId) }
            : new GetReadCursorsResult { Room = room, Shared = read.IsShared, Cursors = read.Cursors };
    }

    /// <summary>As with typing: while one of the two users of a direct room blocks the other, neither sees what the other reads.</summary>
    private async Task<bool> IsBlockedAsync(ChatSession session, string room) =>
        DirectRooms.IsName(room) && await rooms.IsBlockedInAsync(room, session.User.UserId, CancellationToken.None);
}
