using SignalRChat.Hubs.Connections;

namespace SignalRChat.Hosting.Library;

/// <summary>
/// The chat in an app: a host with separate services, which starts and stops with the app. It drains as
/// soon as the app is asked to stop, while the app still serves its connections.
/// </summary>
internal sealed class EmbeddedChat : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly IServiceProvider _app;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly Lazy<IHost> _host;
    private RequestDelegate? _pipeline;

    public EmbeddedChat(IServiceProvider app, Func<IHost> build)
    {
        _app = app;
        _lifetime = app.GetRequiredService<IHostApplicationLifetime>();
        _host = new(build);
    }

    /// <summary>The services of the chat.</summary>
    public IServiceProvider Services => _host.Value.Services;

    /// <summary>Sets what answers the requests.</summary>
    public void Use(RequestDelegate pipeline) => _pipeline = _pipeline is null
        ? pipeline
        : throw new InvalidOperationException("The chat is mapped already; call MapSignalRChat once.");

    public Task AnswerAsync(HttpContext context, PathString prefix) =>
        _pipeline!(EmbeddedRequest.Of(context, prefix, Services.GetRequiredService<IServiceScopeFactory>()));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var chat = _host.Value;
        var own = Services.GetRequiredService<IHostApplicationLifetime>();
        // Makes them. Some throw for a bad setting, and a host that could not make all of them cannot be stopped.
        _ = Services.GetServices<IHostedService>();
        try
        {
            await chat.StartAsync(cancellationToken);
        }
        catch
        {
            await chat.StopAsync(CancellationToken.None);
            throw;
        }
        WarnOfShortTimeout();
        _lifetime.ApplicationStopping.Register(own.StopApplication);
        // A service of the chat that fails stops the app, as one of the app's own would. Not on this thread, which holds the lock of the
        // chat's lifetime: the app may be stopping it at this moment.
        own.ApplicationStopping.Register(() => _ = Task.Run(_lifetime.StopApplication));
    }

    public Task StopAsync(CancellationToken cancellationToken) => _host.Value.StopAsync(cancellationToken);

    public void Dispose()
    {
        if (_host.IsValueCreated)
            _host.Value.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_host.IsValueCreated)
            return;
        if (_host.Value is IAsyncDisposable host)
            await host.DisposeAsync();
        else
            _host.Value.Dispose();
    }

    private void WarnOfShortTimeout()
    {
        var drain = Services.GetRequiredService<DrainPlan>().Longest;
        var timeout = _app.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        if (timeout < drain)
        {
            var logger = Services.GetRequiredService<ILogger<EmbeddedChat>>();
            HostingLog.ShutdownTimeoutTooShort(logger, timeout.TotalSeconds, drain.TotalSeconds);
        }
    }
}
