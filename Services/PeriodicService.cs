namespace SignalRChat.Services;

/// <summary>Does something at a steady pace for as long as the node runs. One round that fails is logged, and the next one comes.</summary>
internal abstract class PeriodicService(TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
{
    protected TimeProvider Time { get; } = time;

    protected abstract ValueTask RoundAsync(CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception defect) when (!stoppingToken.IsCancellationRequested)
            {
                ServiceLog.RoundFailed(logger, GetType().Name, defect);
            }
        }
    }
}
