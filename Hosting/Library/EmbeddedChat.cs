using System.Runtime.ExceptionServices;
using SignalRChat.Hubs.Connections;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hosting.Library;

/// <summary>
/// The chat in an app: a host with separate services. It starts when the app listens, and the app does not wait for it. It drains when
/// the app is asked to stop, while the app still serves its connections.
/// </summary>
internal sealed class EmbeddedChat : IHostedLifecycleService, IAsyncDisposable, IDisposable
{
    private const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private readonly IServiceProvider _app;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly bool _failureStopsApp;
    private readonly Lazy<IHost> _host;
    private readonly CancellationTokenSource _end = new();
    private RequestDelegate? _pipeline;
    private Task _start = Task.CompletedTask;
    private Task _drain = Task.CompletedTask;
    private bool _isStarted;
    private bool _isDisposed;
    private Exception? _failure;

    public EmbeddedChat(IServiceProvider app, Func<IHost> build)
    {
        _app = app;
        _lifetime = app.GetRequiredService<IHostApplicationLifetime>();
        _failureStopsApp = app.GetRequiredService<IOptions<HostOptions>>().Value.BackgroundServiceExceptionBehavior
            == BackgroundServiceExceptionBehavior.StopHost;
        _host = new(build);
    }

    /// <summary>The services of the chat.</summary>
    public IServiceProvider Services => _host.Value.Services;

    /// <summary>Ends when the chat serves clients, or cannot.</summary>
    public Task Start => _start;

    private IHostApplicationLifetime Own => Services.GetRequiredService<IHostApplicationLifetime>();

    private ILogger Logger => Services.GetRequiredService<ILogger<EmbeddedChat>>();

    /// <summary>Sets what answers the requests.</summary>
    public void Use(RequestDelegate pipeline) => _pipeline = _pipeline is null
        ? pipeline
        : throw new InvalidOperationException("The chat is mapped already; call MapSignalRChat once.");

    public Task AnswerAsync(HttpContext context, PathString prefix) =>
        _pipeline!(EmbeddedRequest.Of(context, prefix, Services.GetRequiredService<IServiceScopeFactory>()));

    /// <summary>A wrong setting stops the start of the app. Nothing here takes time: the app does not listen yet.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Services.GetService<IStartupValidator>()?.Validate();
        // Makes them. Some throw for a bad setting, and a host that could not make all of them cannot be stopped. The app's policies may
        // need a service that the app does not have.
        _ = Services.GetServices<IHostedService>();
        _ = Services.GetRequiredService<AppPolicies>();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Begins the start after that of the app's server: an app that did not listen while it waits for the chat's database, or migrates it,
    /// would look dead, and be ended by a supervisor each time.
    /// </summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Warn();
        _start = Task.Run(RunAsync, CancellationToken.None);
        // Only begins it: the app's other callbacks, such as those of its own hubs, must not wait for the drain.
        _lifetime.ApplicationStopping.Register(() => _drain = Task.Run(DrainAsync));
        return Task.CompletedTask;
    }

    /// <summary>Before anything of the app is stopped, its server too: the clients get their close codes.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // The host does it next. Now, so that the app's callbacks run before the drain ends and not after it.
        _lifetime.StopApplication();
        await using var hurry = cancellationToken.Register(Services.GetRequiredService<Drain>().Hurry);
        await _drain;
    }

    /// <exception cref="Exception">The chat could not start. It ends the app's run, as a failed start does.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
            await _host.Value.StopAsync(cancellationToken);
        if (_failure is not null && _failureStopsApp)
            ExceptionDispatchInfo.Throw(_failure);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called twice: the app's container has the chat as itself and as a hosted service.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _end.Cancel();
        if (_host.IsValueCreated)
            _host.Value.Dispose();
        _end.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        await EndStartAsync();
        if (_host.IsValueCreated && _host.Value is IAsyncDisposable host)
            await host.DisposeAsync();
        Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _host.Value.StartAsync(_end.Token);
        }
        catch (Exception failure)
        {
            // First: the clean-up takes time, and can fail too.
            if (!_end.IsCancellationRequested)
                Fail(failure);
            await CleanUpAsync();
            return;
        }
        _isStarted = true;
        // A service of the chat that fails stops the app, as one of the app's own would. Not on this thread, which holds the lock of the
        // chat's lifetime: the app may be stopping it at this moment.
        Own.ApplicationStopping.Register(() => _ = Task.Run(_lifetime.StopApplication));
    }

    /// <summary>As if a background service of the app had failed: by default the app stops, otherwise the chat answers 503.</summary>
    private void Fail(Exception failure)
    {
        _failure = failure;
        var isRefusal = StartupRefusal.Is(failure);
        HostingLog.ChatNotStarted(
            Logger, isRefusal ? string.Join(' ', StartupRefusal.Sentences(failure)) : failure.Message, isRefusal ? null : failure);
        if (_failureStopsApp)
            _lifetime.StopApplication();
    }

    /// <summary>Stops what has started.</summary>
    private async Task CleanUpAsync()
    {
        try
        {
            await _host.Value.StopAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            HostingLog.ChatNotCleanedUp(Logger, failure);
        }
    }

    private async Task DrainAsync()
    {
        await EndStartAsync();
        if (_isStarted)
            Own.StopApplication();
    }

    /// <summary>A start may wait for a database that does not answer.</summary>
    private async Task EndStartAsync()
    {
        await _end.CancelAsync();
        // Even if it throws: a stop has to go on.
        await _start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Of what the app decides, and only shows later.</summary>
    private void Warn()
    {
        var drain = Services.GetRequiredService<DrainPlan>().Longest;
        var timeout = _app.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        if (timeout < drain)
            HostingLog.ShutdownTimeoutTooShort(Logger, timeout.TotalSeconds, drain.TotalSeconds);
        if (_pipeline is null)
            HostingLog.NotMapped(Logger);
        if (_app.GetRequiredService<ILoggerFactory>().CreateLogger(RequestLog).IsEnabled(LogLevel.Information))
            HostingLog.LogsTokens(Logger, RequestLog);
    }
}
