using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Inbox;

/// <summary>
/// Asks the database which inboxes have changed, while connections follow theirs. So changes of other nodes need no notification, and none
/// of this node is lost. A store with one node does not know; then all are read now and then.
/// </summary>
internal sealed class InboxReconciler : OnDemandTimerService
{
    private static readonly TimeSpan _allInterval = TimeSpan.FromSeconds(30);

    private readonly InboxFollowers _followers;
    private readonly IInboxStore _store;
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;
    private string? _place;
    private string? _epoch;
    private long _allAt;

    public InboxReconciler(
        InboxFollowers followers, IInboxStore store, IOptions<FeedOptions> options, TimeProvider time, ILogger<InboxReconciler> logger)
        : base(time, logger)
    {
        (_followers, _store, _interval, _logger) = (followers, store, options.Value.ReconcileInterval, logger);
        _allAt = time.GetTimestamp();
        DueIn(_interval);
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        DueIn(_interval);
        var place = _place;
        // If this round fails, the next one marks all.
        _place = null;
        if (_followers.Count == 0)
            return;
        try
        {
            await CheckAsync(place, cancellationToken);
        }
        catch (StorageUnavailableException unavailable)
        {
            InboxDeliveryLog.CannotReadChanges(_logger, unavailable);
        }
    }

    private async Task CheckAsync(string? place, CancellationToken cancellationToken)
    {
        var changes = await _store.ReadInboxChangesAsync(place, cancellationToken);
        if (changes is { Users: { } users } && changes.Value.Epoch == _epoch)
        {
            _followers.RetryFailed();
            _followers.Changed(users);
        }
        else if (changes is not null || Time.GetElapsedTime(_allAt) >= _allInterval)
        {
            _allAt = Time.GetTimestamp();
            _followers.MayHaveChanged();
        }
        else
        {
            _followers.RetryFailed();
        }
        (_place, _epoch) = (changes?.Place, changes?.Epoch);
    }
}
