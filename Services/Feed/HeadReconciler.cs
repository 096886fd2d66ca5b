using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// Reads the heads of the rooms with members here that have changed, and so repairs lost notifications, even the last one. While
/// notifications may be lost it reads more often, because then it is the path of messages between nodes. If the store does not know
/// which rooms have changed, and now and then, it reads the heads of all. It passes the list of changed rooms on to a watch.
/// </summary>
internal sealed class HeadReconciler : OnDemandTimerService
{
    // For what leaves no trace, such as a room that was inserted by SQL.
    private static readonly TimeSpan _allInterval = TimeSpan.FromSeconds(30);

    private readonly RoomFeeds _feeds;
    private readonly IMessageStore _store;
    private readonly IChangeNotifications _notifications;
    private readonly IRoomWatch? _watch;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _degradedInterval;
    private readonly ILogger<HeadReconciler> _logger;
    private long _checkedAt;
    private string? _place;
    private string? _epoch;
    private long _allAt;

    public HeadReconciler(
        RoomFeeds feeds,
        IMessageStore store,
        IChangeNotifications notifications,
        IOptions<FeedOptions> options,
        TimeProvider time,
        ILogger<HeadReconciler> logger,
        IRoomWatch? watch = null)
        : base(time, logger)
    {
        _watch = watch;
        (_feeds, _store, _notifications, _interval, _logger) = (feeds, store, notifications, options.Value.ReconcileInterval, logger);
        _degradedInterval = _interval < options.Value.DegradedReconcileInterval ? _interval : options.Value.DegradedReconcileInterval;
        _checkedAt = time.GetTimestamp();
        _notifications.Doubted += () => DueIn(_degradedInterval - Time.GetElapsedTime(Interlocked.Read(ref _checkedAt)));
        DueIn(_degradedInterval);
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _checkedAt, Time.GetTimestamp());

        // Also when the path has recovered by then: the last notification may have been lost just before.
        DueIn(_notifications.MayBeLossy ? _degradedInterval : _interval);
        await CheckAsync(cancellationToken);
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var place = _place;
        // If this round fails, the next one checks all.
        _place = null;
        // Also while the storage starts: without members the node asks the database nothing.
        if (_feeds.Count == 0 && _watch?.IsWatching != true)
            return;
        var changes = await _store.ReadChangesAsync(place, cancellationToken);
        Notify(changes);
        await CheckAsync(Choose(_feeds.Snapshot(), changes), cancellationToken);
        (_place, _epoch) = (changes?.Place, changes?.Epoch);
    }

    // If the store does not know, the commits of this node are all there are.
    private void Notify(ChangedRooms? changes)
    {
        if (changes is not { } known)
            return;
        if (known.Rooms is { } rooms && known.Epoch == _epoch)
            _watch?.Changed(rooms);
        else
            _watch?.MayHaveChanged();
    }

    /// <summary>The feeds whose rooms have changed, and those that must be checked anyway.</summary>
    private RoomFeed[] Choose(RoomFeed[] all, ChangedRooms? changes)
    {
        if (changes?.Rooms is not { } rooms || changes.Value.Epoch != _epoch || Time.GetElapsedTime(_allAt) >= _allInterval)
        {
            _allAt = Time.GetTimestamp();
            return all;
        }
        var changed = rooms.ToHashSet();
        return Array.FindAll(all, feed => changed.Contains(feed.Room) || feed.MustBeChecked);
    }

    private async Task CheckAsync(RoomFeed[] all, CancellationToken cancellationToken)
    {
        if (all.Length == 0)
            return;
        // Before the heads are read: everything delivered by then is in the database, unless the database has lost it.
        var places = Array.ConvertAll(all, feed => feed.Place);
        var heads = await _store.ReadHeadsAsync(Array.ConvertAll(all, feed => feed.Room), cancellationToken);
        if (FindLoss(places, heads) is >= 0 and var lost)
        {
            RoomFeedLog.HeadWentBack(_logger, all[lost].Room, heads.Revisions[lost], places[lost].Position);
            await _store.BeginEpochAsync(heads.Epoch, cancellationToken);
            heads = await _store.ReadHeadsAsync(Array.ConvertAll(all, feed => feed.Room), cancellationToken);
        }
        var isOneUnnotified = false;
        for (var i = 0; i < all.Length; i++)
        {
            isOneUnnotified |= all[i].IsUnnotified(heads.Epoch, heads.Revisions[i]);
            all[i].NotifyHead(heads.Epoch, heads.Revisions[i]);
        }
        if (isOneUnnotified)
            _notifications.FoundUnnotified();
    }

    /// <summary>A room whose head is older than what its members have, in one epoch; -1 when there is no such room.</summary>
    private static int FindLoss((string Epoch, long Position)[] places, RoomHeads heads)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Epoch == heads.Epoch && heads.Revisions[i] < places[i].Position)
                return i;
        }
        return -1;
    }
}
