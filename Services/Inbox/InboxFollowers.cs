using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Services.Inbox;

/// <summary>
/// The connections of this node that follow the inboxes of their users. Each reads from its own cursor when its inbox has changed. Few
/// read at a time, so that a change for many users leaves the database to the rooms.
/// </summary>
internal sealed class InboxFollowers(
    IInboxStore store, IMessageStore rooms, IServerStore memberships, WatchedRooms watched, ILogger<InboxFollowers> logger)
{
    private const int MostReads = 4;
    private const int NamesAtOnce = 1_000;

    private readonly Dictionary<string, InboxFollower[]> _byUser = new(StringComparer.Ordinal);
    private readonly Queue<InboxFollower> _due = new();
    private readonly Lock _gate = new();
    private List<InboxFollower> _failed = [];
    private int _count;
    private int _reading;

    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// From now on changes mark the connection, so that none is missed while its page is read. It receives none before
    /// <see cref="Start"/>. A connection that follows already begins again.
    /// </summary>
    public InboxFollower Begin(ChatSession session)
    {
        if (session.Part is InboxFollower follows)
        {
            follows.Restart();
            return follows;
        }
        var follower = new InboxFollower(this, session);
        lock (_gate)
        {
            _byUser[follower.UserId] = [.. _byUser.GetValueOrDefault(follower.UserId, []), follower];
            _count++;
        }
        if (session.TryAttach(follower))
            return follower;
        follower.End();
        session.RequireAccess();
        throw new OperationCanceledException("The connection is closed.");
    }

    /// <summary>
    /// Watches the rooms of the connection's user. Before the first page is read: a message that is committed after the read and before the
    /// room is watched would never be shown.
    /// </summary>
    public async Task WatchAsync(InboxFollower follower, CancellationToken cancellationToken)
    {
        if (!follower.Watcher.IsLoaded)
            watched.Load(follower, await ReadRoomsAsync(follower.UserId, cancellationToken));
    }

    /// <summary>
    /// The connection has the page that was read after this cursor, and receives what follows it. A client that returns with a cursor
    /// first receives the activity of all rooms: new messages change no entry, so the page does not show them.
    /// </summary>
    public void Start(InboxFollower follower, in InboxPage page, string epoch, long after)
    {
        watched.Apply(follower, page.Entries);
        watched.Began(follower, isStale: after > 0);
        follower.Start(epoch, page.Through);
    }

    /// <summary>The inboxes of these users changed.</summary>
    public void Changed(IReadOnlyCollection<string> userIds)
    {
        if (Count == 0)
            return;
        foreach (var userId in userIds)
        {
            InboxFollower[]? followers;
            lock (_gate)
                _byUser.TryGetValue(userId, out followers);
            Mark(followers ?? []);
        }
    }

    /// <summary>Any inbox may have changed.</summary>
    public void MayHaveChanged()
    {
        InboxFollower[] all;
        lock (_gate)
            all = [.. _byUser.Values.SelectMany(followers => followers)];
        Mark(all);
    }

    /// <summary>Reads again for those that could not be read. Called when the database answers.</summary>
    public void RetryFailed()
    {
        List<InboxFollower> failed;
        lock (_gate)
        {
            if (_failed.Count == 0)
                return;
            (failed, _failed) = (_failed, []);
        }
        Mark(failed);
    }

    /// <summary>Reads for the follower when its turn comes, and never on the thread that calls.</summary>
    public void Read(InboxFollower follower)
    {
        lock (_gate)
        {
            _due.Enqueue(follower);
            if (_reading == MostReads)
                return;
            _reading++;
        }
        _ = Task.Run(ReadDueAsync);
    }

    /// <summary>The room is activity from now on, and so are the changes that the connection did not receive.</summary>
    public void Unsubscribed(InboxFollower follower, string room) => watched.MarkDue(follower, room);

    /// <summary>The follower has taken the page.</summary>
    public void Watch(InboxFollower follower, in InboxPage page) => watched.Apply(follower, page.Entries);

    public void Remove(InboxFollower follower)
    {
        lock (_gate)
        {
            var rest = Array.FindAll(_byUser.GetValueOrDefault(follower.UserId, []), one => one != follower);
            if (rest.Length > 0)
                _byUser[follower.UserId] = rest;
            else
                _byUser.Remove(follower.UserId);
            _count--;
        }
        watched.Remove(follower);
    }

    private static void Mark(IReadOnlyList<InboxFollower> followers)
    {
        foreach (var follower in followers)
            follower.Mark();
    }

    private async Task<List<StoredRoom>> ReadRoomsAsync(string userId, CancellationToken cancellationToken)
    {
        var rooms = new List<StoredRoom>();
        UserRoomsPage page;
        do
        {
            var last = rooms.Count == 0 ? null : rooms[^1].Name;
            page = await memberships.ReadRoomsOfAsync(userId, last, NamesAtOnce, cancellationToken);
            foreach (var (room, _) in page.Rooms)
                rooms.Add(room);
        }
        while (page.HasMore);
        return rooms;
    }

    private async Task ReadDueAsync()
    {
        while (TryTake(out var follower))
        {
            if (follower.BeginRead() is { } place)
                await TryReadAsync(follower, place);
        }
    }

    private bool TryTake(out InboxFollower follower)
    {
        lock (_gate)
        {
            if (_due.TryDequeue(out follower!))
                return true;
            _reading--;
            return false;
        }
    }

    private async Task TryReadAsync(InboxFollower follower, InboxPlace place)
    {
        try
        {
            follower.Take(place, await ReadAsync(follower, place));
        }
        catch (Exception failure)
        {
            InboxDeliveryLog.CannotRead(logger, follower.Session.ConnectionId, follower.UserId, failure);
            follower.ReadFailed(place);
            lock (_gate)
                _failed.Add(follower);
        }
    }

    private async Task<InboxPage> ReadAsync(InboxFollower follower, InboxPlace place)
    {
        var userId = follower.UserId;
        var page = await store.ReadInboxAsync(userId, place.Cursor, ChatLimits.PageSize, CancellationToken.None);
        if (page.Head >= place.Cursor || InboxEpoch.Of(follower.Session, page.Epoch) != place.Epoch)
            return page;
        InboxDeliveryLog.HeadWentBack(logger, userId, page.Head, place.Cursor);
        await rooms.BeginEpochAsync(page.Epoch, CancellationToken.None);
        return await store.ReadInboxAsync(userId, place.Cursor, ChatLimits.PageSize, CancellationToken.None);
    }
}
