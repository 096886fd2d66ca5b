using Microsoft.Extensions.Options;
using SignalRChat.Services.Storage;

namespace SignalRChat.Services.Messages;

/// <summary>
/// Asks the database, in one query for all rooms with members here, how far each has come: so a hint that was lost, even the last one, is repaired. While
/// hints may be lost it asks more often, for then it is what carries messages between nodes.
/// </summary>
internal sealed class TailCheck(
    RoomFeeds feeds, IMessageStore store, IHintPath hints, IOptions<FeedOptions> options, TimeProvider time, ILogger<TailCheck> logger)
    : PacedService(Step(options.Value), time, logger)
{
    private long _checkedAt = time.GetTimestamp();
    private bool _mayHaveLost;

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
#if MUTANTS
        if (Eng.Mutant.Is("no-tail-check")) return;
#endif
        var mayLose = hints.MayLoseHints;
        // Half a step early rather than a whole one late: a timer's ticks do not come to the microsecond.
        var isDue = Time.GetElapsedTime(_checkedAt) >= options.Value.TailCheckInterval - (Step(options.Value) / 2);
        if (!mayLose && !_mayHaveLost && !isDue)
            return;
        // Once more after the path has healed: the last hint may have been lost just before.
        _mayHaveLost = mayLose;
        _checkedAt = Time.GetTimestamp();
        await CheckAsync(cancellationToken);
    }

    private static TimeSpan Step(FeedOptions options) =>
        options.TailCheckInterval < options.UrgentTailCheckInterval ? options.TailCheckInterval : options.UrgentTailCheckInterval;

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var all = feeds.Snapshot();
        if (all.Length == 0)
            return;
        var heads = await store.ReadHeadsAsync(Array.ConvertAll(all, feed => feed.Room), cancellationToken);
        for (var i = 0; i < all.Length; i++)
            all[i].HintHead(heads[i]);
    }
}
