using SignalRChat.Services.Log;

namespace SignalRChat.Services.Events;

/// <summary>Forgets readers of all rooms that are not used, a few of their places in each transaction.</summary>
internal sealed class ReaderRetention(
    IEventStore store, IOptions<EventOptions> options, TimeProvider time, ILogger<ReaderRetention> logger)
    : PeriodicService(TimeSpan.FromHours(1), time, logger)
{
    private const int PlacesInTransaction = 1_000;

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        var usedBefore = (Time.GetUtcNow() - options.Value.ReaderRetention).ToUnixTimeMilliseconds();
        while (await store.ForgetReadersAsync(usedBefore, PlacesInTransaction, cancellationToken))
        {
        }
    }
}
