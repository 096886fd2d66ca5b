namespace SignalRChat.Client.Internal;

/// <summary>The delay before a call is retried.</summary>
internal sealed class Retries(FullJitterBackoff backoff, TimeProvider time, Func<double> random)
{
    private static readonly TimeSpan _unsaid = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// At least the delay that the server requested, and up to twice that, so that clients refused together do not retry
    /// together.
    /// </summary>
    public Task DelayAsync(ChatRefusedException refused, int failures, CancellationToken cancellationToken)
    {
        var asked = refused.RetryAfter ?? _unsaid;
        return Task.Delay(asked + asked * random() + (failures > 1 ? backoff.Delay(failures - 1) : TimeSpan.Zero), time, cancellationToken);
    }

    public Task DelayAsync(int failures, CancellationToken cancellationToken) =>
        Task.Delay(backoff.Delay(failures), time, cancellationToken);
}
