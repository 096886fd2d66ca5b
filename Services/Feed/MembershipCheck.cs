using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// Asks the database in turn whether the members here are still members. The server ends a membership with a removal, which the feed
/// delivers. A row that an operator deletes by SQL leaves no removal. Without this check the user would still receive the room's messages.
/// </summary>
internal sealed class MembershipCheck : OnDemandTimerService
{
    /// <summary>A pass over all members takes this many queries, spread over the interval.</summary>
    private const int Rounds = 10;

    /// <summary>The most members of one query; with more on the node a pass takes longer than the interval.</summary>
    private const int MostAtOnce = 5_000;

    private readonly RoomFeeds _feeds;
    private readonly IRoomStore _rooms;
    private readonly ILogger _logger;
    private readonly TimeSpan _coalescer;
    private readonly TimeSpan _proof;
    private readonly Queue<RoomSubscription> _waiting = [];
    private Dictionary<RoomSubscription, long> _missingSince = [];
    private int _perRound;

    public MembershipCheck(
        RoomFeeds feeds, IRoomStore rooms, IOptions<FeedOptions> options, TimeProvider time, ILogger<MembershipCheck> logger)
        : base(time, logger)
    {
        (_feeds, _rooms, _logger, _coalescer) = (feeds, rooms, logger, options.Value.MembershipCheckInterval / Rounds);
        // Within this time the reconciler makes the feed reach a removal, even if its notification was lost.
        _proof = 2 * options.Value.ReconcileInterval;
        DueIn(_coalescer);
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        DueIn(_coalescer);
        var subscriptions = Next();
        if (subscriptions.Length == 0)
            return;
        var missingSince = new Dictionary<RoomSubscription, long>();
        var now = Time.GetTimestamp();
        var asked = Array.ConvertAll(subscriptions, subscription => (subscription.Room, subscription.UserId));
        var are = await _rooms.AreMembersAsync(asked, cancellationToken);
        for (var i = 0; i < subscriptions.Length; i++)
        {
            if (are[i])
                continue;
            // Ended only if the row stays missing: meanwhile the feed reaches the removal, if there is one, and knows its reason.
            var since = _missingSince.GetValueOrDefault(subscriptions[i], now);
            if (Time.GetElapsedTime(since, now) < _proof)
                missingSince.Add(subscriptions[i], since);
            else if (subscriptions[i].Feed.EndWithoutRow(subscriptions[i]))
                RoomFeedLog.MembershipGone(_logger, subscriptions[i].UserId, subscriptions[i].Feed.Room);
        }
        _missingSince = missingSince;
    }

    /// <summary>Those that are missing so far, and the next ones in turn.</summary>
    private RoomSubscription[] Next()
    {
        if (_waiting.Count == 0)
        {
            foreach (var feed in _feeds.Snapshot())
                feed.AddAdmitted(_waiting);
            _perRound = Math.Min(MostAtOnce, (_waiting.Count + Rounds - 1) / Rounds);
        }
        var next = new HashSet<RoomSubscription>(_missingSince.Keys);
        for (var i = 0; i < _perRound && _waiting.TryDequeue(out var subscription); i++)
            next.Add(subscription);
        return [.. next.Where(subscription => !subscription.IsEnded)];
    }
}
