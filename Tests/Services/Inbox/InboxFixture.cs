using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Inbox;
using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Inbox;

/// <summary>The followers of one node, over inboxes in memory.</summary>
internal sealed class InboxFixture
{
    public InboxFixture()
    {
        Memberships = new(Inboxes);
        Followers = new InboxFollowers(Inboxes, Rooms, Memberships, Watched, NullLogger<InboxFollowers>.Instance);
    }

    public MemoryInboxes Inboxes { get; } = new();

    public MemoryMemberships Memberships { get; }

    public MemoryStore Rooms { get; } = new();

    public WatchedRooms Watched { get; } = new();

    public InboxFollowers Followers { get; }

    /// <summary>Changes an entry, and marks the followers as a commit does.</summary>
    public void Change(string userId, string room, string? left = null)
    {
        Inboxes.Change(userId, room, left);
        Followers.Changed([userId]);
    }

    /// <summary>As the hub method does: a page after the cursor, and from then on what follows it.</summary>
    public async Task FollowAsync(InboxHearer hearer, long after = 0, int limit = ChatLimits.PageSize)
    {
        var follower = Followers.Begin(hearer.Session);
        await Followers.WatchAsync(follower, CancellationToken.None);
        var page = await Inboxes.ReadInboxAsync(hearer.UserId, after, limit, CancellationToken.None);
        hearer.TakePage(page, isReset: after == 0);
        Followers.Start(follower, page, page.Epoch, after);
    }

    public async Task<InboxHearer> FollowAsync(string userId)
    {
        var hearer = new InboxHearer(userId);
        await FollowAsync(hearer);
        return hearer;
    }
}

/// <summary>
/// A client with the real outbound queue, on a connection that can be busy. It applies updates by the rule for cursors, and counts those
/// that begin beyond its cursor.
/// </summary>
internal sealed class InboxHearer
{
    private readonly Connection _connection;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _revisions = [];

    public InboxHearer(string userId)
    {
        _connection = new(Guid.NewGuid().ToString(), Hear);
        var outbound = new OutboundQueue(_connection, NullLogger.Instance);
        Session = new(_connection.ConnectionId, new ChatUser { UserId = userId, Name = userId }, outbound, null!, new NoGroups());
    }

    public ChatSession Session { get; }

    public string UserId => Session.User.UserId;

    public long Cursor { get; private set; }

    public string Epoch { get; private set; } = "";

    public int Gaps { get; private set; }

    public List<InboxUpdate> Updates { get; } = [];

    public Dictionary<string, long> Revisions
    {
        get
        {
            lock (_gate)
                return new(_revisions);
        }
    }

    public void BeBusy() => _connection.BeBusy();

    public void BeReady() => _connection.BeReady();

    public Task ReachAsync(long cursor) => Eventually.EqualAsync(cursor, () => Cursor, "the cursor");

    public void TakePage(in InboxPage page, bool isReset)
    {
        lock (_gate)
        {
            if (isReset)
                _revisions.Clear();
            Epoch = page.Epoch;
            // An update may have come before the page.
            Cursor = isReset ? page.Through : Math.Max(Cursor, page.Through);
            Apply(page.Entries);
        }
    }

    private void Hear(InboxUpdate update)
    {
        lock (_gate)
        {
            Updates.Add(update);
            if (update.Epoch != Epoch)
                (Epoch, Cursor) = (update.Epoch, update.After);
            if (update.After > Cursor)
            {
                Gaps++;
                return;
            }
            if (update.Through <= Cursor)
                return;
            Apply(update.Entries);
            Cursor = update.Through;
        }
    }

    private void Apply(InboxEntry[] entries)
    {
        foreach (var entry in entries)
            _revisions[entry.Room] = Math.Max(entry.Revision, _revisions.GetValueOrDefault(entry.Room));
    }

    private sealed class NoGroups : IRoomGroups
    {
        public void Enter(string connectionId, string room)
        {
        }

        public void Leave(string connectionId, string room)
        {
        }

        public void Hold(string room)
        {
        }

        public void Release(string room)
        {
        }
    }

    private sealed class Connection(string id, Action<InboxUpdate> hear)
        : HubConnectionContext(new DefaultConnectionContext(id), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
    {
        private TaskCompletionSource? _busy;

        public void BeBusy() => Interlocked.CompareExchange(ref _busy, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

        public void BeReady() => Interlocked.Exchange(ref _busy, null)?.SetResult();

        public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
        {
            if (message.Message is InvocationMessage { Arguments: [InboxUpdate update] })
                hear(update);
            return Volatile.Read(ref _busy) is { } busy ? new(busy.Task) : default;
        }
    }
}
