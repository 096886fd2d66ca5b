using Microsoft.Extensions.Options;
using SignalRChat.Common;

namespace SignalRChat.Services.Presence;

/// <summary>
/// Sends the rooms the joins and leaves gathered in an interval, all at once. One timer serves the node, and it rests while
/// nothing changes.
/// </summary>
internal sealed class PresenceClock : OnDemandTimerService
{
    private readonly PresenceTracker _presence;

    public PresenceClock(PresenceTracker presence, IOptions<PresenceOptions> options, TimeProvider time, ILogger<PresenceClock> logger)
        : base(time, logger)
    {
        _presence = presence;
        _presence.Pending += () => DueIn(options.Value.BatchInterval);
    }

    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        _presence.Tell();
        return default;
    }
}
