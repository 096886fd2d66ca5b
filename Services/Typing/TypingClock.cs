namespace SignalRChat.Services.Typing;

/// <summary>Lets typing begin late and end by itself: one timer for the node, not one for each who types.</summary>
internal sealed class TypingClock(TypingTracker typing, TimeProvider time, ILogger<TypingClock> logger)
    : PacedService(_interval, time, logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        typing.Expire();
        return default;
    }
}
