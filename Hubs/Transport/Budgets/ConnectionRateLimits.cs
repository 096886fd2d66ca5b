using System.Security.Claims;
using SignalRChat.Auth.Tokens;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Transport.Budgets;

/// <summary>The rates of a connection, and a budget for each.</summary>
internal sealed class ConnectionRateLimits(
    IOptions<RateLimitOptions> options,
    IOptions<LimitOptions> limits,
    UserRateLimiters users,
    HubMetrics metrics,
    TimeProvider time,
    ILogger<ConnectionRateLimits> logger)
{
    public Rate Frames { get; } = options.Value.Frames.ToRate(time);

    /// <summary>
    /// At least one whole frame of the hub: otherwise a client whose frames all exceed its budget could reconnect for ever.
    /// </summary>
    public Rate Bytes { get; } =
        options.Value.Bytes.AtLeast(new RateOptions { Burst = limits.Value.ReceiveBytes }).ToRate(time);

    /// <summary>How long a connection may be beyond its rate, in ticks of the clock.</summary>
    public long Patience { get; } = time.TicksOf(options.Value.OverRateTimeout);

    /// <summary>How long a request is held for its user's rate, in ticks of the clock; beyond it the request is refused.</summary>
    public long RequestPatience { get; } = time.TimestampFrequency;

    public ConnectionRateLimit Open(ClaimsPrincipal user)
    {
        var userId = ConnectionUser.From(user).UserId;
        return new ConnectionRateLimit(this, userId, users.Open(userId), time);
    }

    public void Close(string userId) => users.Close(userId);

    /// <summary>Counts each time, and logs once a minute for a user at the most.</summary>
    public void Slowed(UserRateLimiter user, string userId)
    {
        metrics.Slowed();
        if (user.ShouldLog(time.GetTimestamp()))
            HubLog.Slowed(logger, userId);
    }
}
