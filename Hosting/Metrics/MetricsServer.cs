using OpenTelemetry.Metrics;

namespace SignalRChat.Hosting.Metrics;

/// <summary>
/// Listens at <see cref="MetricsOptions.Url"/> and answers only <c>/metrics</c> there. It is a separate server: the hub cannot be
/// reached by that address, nor the metrics by the hub's, whatever a proxy in front does.
/// </summary>
internal sealed class MetricsServer(IOptions<MetricsOptions> options, MeterProvider meters, ILogger<MetricsServer> logger)
    : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Url is not { } url)
            return;
        // Empty: the settings of the main server, including its address, do not apply to this one.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(url);
        _app = builder.Build();
        _app.GiveMetrics(meters, _ => true);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception error) when (ListenRefusal.IsCause(error))
        {
            throw new ListenRefusal($"{MetricsOptions.SectionName}:{nameof(MetricsOptions.Url)} is {url}", error);
        }
        HostingLog.ServingMetrics(logger, _app.Urls.First());
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
