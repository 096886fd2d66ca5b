using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>The feeds of this node: one for each room that has a member here, from its first member to its last.</summary>
internal sealed class RoomFeeds(
    IMessageStore store,
    IRoomStore rooms,
    IOptions<FeedOptions> options,
    TimeProvider time,
    ILogger<RoomFeeds> logger,
    DeliveryMetrics? metrics = null)
    : ICommittedUpdates
{
    private readonly Dictionary<string, Entry> _feeds = [];
    private readonly Lock _gate = new();

    /// <summary>
    /// The settings for typing or presence changed in a room with a member here. It is raised by the thread that delivers, after the
    /// members were sent the settings. A handler must not wait.
    /// </summary>
    public event Action<string>? SettingsChanged;

    /// <summary>
    /// A room was changed, with a member here or without: by a commit of this node, or by another node that notified this one. It is raised
    /// by the thread that commits. A handler must not wait.
    /// </summary>
    public event Action<string>? Changed;

    /// <summary>How busy the node is, as all its feeds measure it.</summary>
    public PoolDelay PoolDelay { get; } = new(time);

    public int Count
    {
        get
        {
            lock (_gate)
                return _feeds.Count;
        }
    }

    /// <summary>
    /// Subscribes to the room's feed; nothing is sent until the subscription starts. <paramref name="removed"/> is called when the
    /// membership has ended. By then the subscription receives nothing, and the caller must still unsubscribe it.
    /// </summary>
    public async Task<RoomSubscription> SubscribeAsync(
        string room,
        string userId,
        IOutboundQueue outbound,
        Action<RoomSubscription, MembershipEnd> removed,
        CancellationToken cancellationToken)
    {
        var entry = Use(room);
        try
        {
            await entry.Started.Value.WaitAsync(cancellationToken);
            return entry.Feed.Subscribe(userId, outbound, removed);
        }
        catch
        {
            Release(entry);
            throw;
        }
    }

    /// <summary>Ends the subscription. The last one of a room ends its feed. A second call does nothing.</summary>
    public void Unsubscribe(RoomSubscription subscription)
    {
        if (!subscription.Feed.Unsubscribe(subscription))
            return;
        lock (_gate)
        {
            if (_feeds.TryGetValue(subscription.Room, out var entry))
                Release(entry);
        }
    }

    /// <summary>Notifies the room's feed, if there is one here, of a committed update.</summary>
    public void Notify(UpdateFrame frame)
    {
        Changed?.Invoke(frame.Update.Room);
        Entry? entry;
        lock (_gate)
            _feeds.TryGetValue(frame.Update.Room, out entry);
        if (entry is null)
            return;
        entry.Feed.Notified(frame.Update.Through);
        entry.Feed.Notify(frame);
    }

    public RoomFeed[] Snapshot()
    {
        lock (_gate)
        {
            var feeds = new RoomFeed[_feeds.Count];
            var i = 0;
            foreach (var entry in _feeds.Values)
                feeds[i++] = entry.Feed;
            return feeds;
        }
    }

    /// <summary>
    /// Completes when the room has changed after this revision, or is in another epoch. Without a member here, the room has a feed for
    /// as long as this waits.
    /// </summary>
    public async Task WaitForChangeAsync(string room, string epoch, long after, CancellationToken cancellationToken)
    {
        var entry = Use(room);
        try
        {
            await entry.Started.Value.WaitAsync(cancellationToken);
            await entry.Feed.WaitBeyondAsync(epoch, after, cancellationToken);
        }
        finally
        {
            Release(entry);
        }
    }

    /// <summary>The settings for typing and presence of a room with a member here; null for any other room.</summary>
    public EphemeralSettings? EphemeralOf(string room)
    {
        lock (_gate)
            return _feeds.TryGetValue(room, out var entry) ? entry.Feed.Ephemeral : null;
    }

    private Entry Use(string room)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(room, out var entry))
                _feeds.Add(room, entry = new Entry(NewFeed(room)));
            entry.Users++;
            return entry;
        }
    }

    private RoomFeed NewFeed(string room) =>
        new(room, store, rooms, options.Value, PoolDelay, changed => SettingsChanged?.Invoke(changed), metrics, time, logger);

    private void Release(Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Users == 0)
                _feeds.Remove(entry.Feed.Room);
        }
    }

    private sealed class Entry(RoomFeed feed)
    {
        public RoomFeed Feed { get; } = feed;

        // Lazy, so that the first read does not run under the registry's gate.
        public Lazy<Task> Started { get; } = new(() => feed.StartAsync(CancellationToken.None));

        public int Users { get; set; }
    }
}
