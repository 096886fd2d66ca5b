namespace SignalRChat.Services.Typing;

/// <summary>
/// Lets typing begin late and end by itself: one timer for the node, not one for each who types, and it rests while nobody does.
/// </summary>
internal sealed class TypingClock : OnDemandTimerService
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly TypingTracker _typing;

    public TypingClock(TypingTracker typing, TimeProvider time, ILogger<TypingClock> logger)
        : base(time, logger)
    {
        _typing = typing;
        _typing.Pending += () => DueIn(_interval);
    }

    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        _typing.Expire();
        return default;
    }
}
