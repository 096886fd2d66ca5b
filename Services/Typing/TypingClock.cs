using SignalRChat.Common;

namespace SignalRChat.Services.Typing;

/// <summary>
/// Sends delayed starts of typing and ends typing that is not renewed. One timer serves the node, not one for each typing user,
/// and it rests while no user types.
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
