namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// Runs one backplane connection from its first probe to its end: makes the subscriptions, keeps them, publishes, and checks
/// whether it still works.
/// </summary>
internal sealed class BackplaneSession(
    NodeName node,
    SubscriptionSet wanted,
    PublishQueue queue,
    BackplaneProbe probe,
    BackplaneReceiver receiver,
    BackplaneState state,
    BackplaneMetrics metrics,
    TimeProvider time,
    ILogger<BackplaneSupervisor> logger,
    ILoggerFactory loggers)
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the connection misbehaves; returns the reason, or throws it.</summary>
    public async Task<string> RunAsync(IBackplaneConnection link, Action onHealthy, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var subscription = new BackplaneSubscription(GroupNames.BackplaneSubscription(node.Value), receiver.Receive, loggers);
        var reconciler = new SubscriptionReconciler(link.Inner, wanted, subscription, BackplaneProbe.Timeout, time);
        List<Task> work = [];
        try
        {
            await reconciler.OpenAsync(GroupNames.AllNodes, ends.Token);
            var took = await probe.RoundTripAsync(link.Inner).WaitAsync(BackplaneProbe.Timeout, time, ends.Token);
            wanted.Open();
            work.Add(queue.RunAsync(link.Inner, ends.Token));
            await reconciler.SettleAsync(ends.Token);
            state.Healthy(link.Redis);
            onHealthy();
            BackplaneLog.Healthy(logger, wanted.WantedCount, took.TotalMilliseconds);

            work.Add(reconciler.RunAsync(ends.Token));
            work.Add(WatchAsync(link, ends.Token));
            var first = await Task.WhenAny([link.Failed, .. work]);
            await first;
            return await link.Failed;
        }
        finally
        {
            await ends.CancelAsync();
            wanted.Close();
            if (cancellationToken.IsCancellationRequested)
            {
                var farewell = probe.SayFarewellAsync(link.Inner).WaitAsync(_farewell, time, CancellationToken.None);
                await farewell.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            foreach (var task in work)
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Ends with a time-out when a probe does not return. Its return is checked when the next probe is due, and no timer is set
    /// for it meanwhile: this is the one clock that never rests.
    /// </summary>
    private async Task WatchAsync(IBackplaneConnection link, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(BackplaneProbe.Interval, time);
        Task<TimeSpan>? flight = null;
        var start = 0L;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (flight is { IsCompleted: false })
            {
                state.Doubt(true);
                if (time.GetElapsedTime(start) >= BackplaneProbe.Timeout)
                    throw new TimeoutException();
                continue;
            }
            if (flight is not null)
                metrics.RoundTrip(await flight);
            state.Doubt(false);
            start = time.GetTimestamp();
            flight = probe.RoundTripAsync(link.Inner);
        }
    }
}
