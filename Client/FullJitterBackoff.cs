using Microsoft.AspNetCore.SignalR.Client;

namespace SignalRChat.Client;

/// <summary>
/// The delay before each try to reconnect: <c>random(0, min(cap, base · 2^n))</c> for the n-th try from 0. The number of
/// tries is unlimited unless <see cref="MaxTries"/> is set. The spread from zero prevents clients that lost their connection
/// together from reconnecting together ("full jitter", Marc Brooker, AWS Architecture Blog, 2015).
/// </summary>
public sealed class FullJitterBackoff : IRetryPolicy
{
    private readonly TimeSpan _base;
    private readonly TimeSpan _cap;
    private readonly Func<double> _random;

    /// <summary>Creates the policy.</summary>
    /// <param name="base">The upper bound of the first delay; above zero.</param>
    /// <param name="cap">The upper bound of every delay; at least <paramref name="base"/>.</param>
    /// <param name="random">Numbers from 0 (inclusive) to 1 (exclusive), evenly spread.</param>
    public FullJitterBackoff(TimeSpan @base, TimeSpan cap, Func<double> random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(@base, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(cap, @base);
        _base = @base;
        _cap = cap;
        _random = random;
    }

    /// <summary>The number of tries in a row that may fail before the client stops. Default null: no limit.</summary>
    public long? MaxTries { get; init; }

    /// <inheritdoc />
    public TimeSpan? NextRetryDelay(RetryContext retryContext) =>
        retryContext.PreviousRetryCount >= MaxTries ? null : Delay(retryContext.PreviousRetryCount);

    /// <summary>Returns the delay before try <paramref name="attempt"/>, counted from 0.</summary>
    public TimeSpan Delay(long attempt)
    {
        // 2^30 times any base is above any cap, and a larger exponent would overflow.
        var bound = Math.Min(_cap.TotalMilliseconds, _base.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30)));
        return TimeSpan.FromMilliseconds(_random() * bound);
    }
}
