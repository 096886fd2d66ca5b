using SignalRChat.Services.Nodes;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// Keeps a backplane for the node: builds one when Redis answers. When it misbehaves, discards it whole and builds another after
/// a growing pause. Nothing else of the node waits for any of this.
/// </summary>
internal sealed class BackplaneSupervisor(
    IBackplaneConnectionFactory links,
    BackplaneSession lives,
    BackplaneState state,
    BackplaneMetrics metrics,
    IOptions<BackplaneOptions> options,
    TimeProvider time,
    Func<double> chance,
    ILogger<BackplaneSupervisor> logger) : BackgroundService
{
    /// <summary>A connection that was healthy for this long makes the next pause a short one again.</summary>
    private static readonly TimeSpan _stableAfter = TimeSpan.FromSeconds(10);

    /// <summary>The longest first pause before a rebuild; it doubles with each failure.</summary>
    private static readonly TimeSpan _rebuildDelay = TimeSpan.FromMilliseconds(250);

    private bool _isLogged;
    private string? _loggedRefusal;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 1; !stoppingToken.IsCancellationRequested; failures++)
        {
            if (await LiveAsync(stoppingToken) > _stableAfter)
                failures = 1;
            await Task.Delay(Pause(failures), time, stoppingToken);
        }
    }

    /// <summary>One life of the backplane, for as long as it is good; gives how long it was healthy.</summary>
    private async Task<TimeSpan> LiveAsync(CancellationToken cancellationToken)
    {
        long? healthySince = null;
        try
        {
            await using var link = await links.OpenAsync(cancellationToken);

            // Reports the reason before the connection is closed, which may take a while.
            var life = lives.RunAsync(link, () => healthySince = time.GetTimestamp(), cancellationToken);
            Degrade(await EndOfAsync(life, cancellationToken), isNew: healthySince is not null);
            metrics.Lost();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // After any failure the node continues without a backplane and tries again.
            Degrade(Words(failure), isNew: false, failure);
        }
        return healthySince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
    }

    private static async Task<string> EndOfAsync(Task<string> life, CancellationToken cancellationToken)
    {
        try
        {
            return await life;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return Words(failure);
        }
    }

    /// <summary>Logged at full level once when the trouble begins; further failed attempts are logged for close inspection.</summary>
    private void Degrade(string reason, bool isNew, Exception? failure = null)
    {
        if (failure is not null)
            BackplaneLog.Failed(logger, failure);
        // A refusal is also logged when it follows another trouble: only an operator can end it.
        if (isNew || !_isLogged || (RedisRefusal.IsOne(reason) && reason != _loggedRefusal))
            BackplaneLog.Degraded(logger, reason);
        else
            BackplaneLog.StillDegraded(logger, reason);
        (_isLogged, _loggedRefusal) = (true, RedisRefusal.IsOne(reason) ? reason : _loggedRefusal);
        state.Degraded(reason);
    }

    /// <summary>Full jitter: nodes that lost the same Redis reconnect at different times.</summary>
    private TimeSpan Pause(int failures)
    {
        var most = _rebuildDelay * Math.Pow(2, Math.Min(failures - 1, 30));
        return chance() * (most < options.Value.MaxRebuildDelay ? most : options.Value.MaxRebuildDelay);
    }

    /// <summary>Short, because each caller of the health endpoint sees it: StackExchange.Redis returns a page of its inner state.</summary>
    public static string Words(Exception failure) => RedisRefusal.Words(failure) ?? failure switch
    {
        TimeoutException => "Redis does not answer in time",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => RedisRefusal.WrongPassword,
        RedisConnectionException connection when connection.GetBaseException() is { } cause && cause != connection =>
            $"Redis cannot be reached ({cause.GetType().Name})",
        RedisConnectionException connection => $"Redis cannot be reached ({connection.FailureType})",
        _ => failure.Message.TrimEnd('.'),
    };
}
