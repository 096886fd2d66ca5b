using Microsoft.Extensions.Options;

namespace SignalRChat.Services.Presence;

/// <summary>Tells the rooms at a steady pace who came and went: one timer for the node.</summary>
internal sealed class PresenceClock(PresenceTracker presence, IOptions<PresenceOptions> options, TimeProvider time, ILogger<PresenceClock> logger)
    : PacedService(options.Value.BatchInterval, time, logger)
{
    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        presence.Tell();
        return default;
    }
}
