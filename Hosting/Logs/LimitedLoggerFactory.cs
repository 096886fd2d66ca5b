using System.Diagnostics.Metrics;

namespace SignalRChat.Hosting.Logs;

/// <summary>The framework's factory with the limits before it, so that they hold for every provider that an operator configures.</summary>
internal sealed class LimitedLoggerFactory : ILoggerFactory
{
    private readonly LoggerFactory _inner;
    private readonly LogLimiter _limiter;

    public LimitedLoggerFactory(LoggerFactory inner, IOptions<LogLimitOptions> options, TimeProvider time, IMeterFactory meters)
    {
        _inner = inner;
        _limiter = new LogLimiter(options, time, meters, inner.CreateLogger(typeof(LogLimiter).FullName!));
    }

    public ILogger CreateLogger(string categoryName) => new LimitedLogger(_inner.CreateLogger(categoryName), categoryName, _limiter);

    public void AddProvider(ILoggerProvider provider) => _inner.AddProvider(provider);

    public void Dispose()
    {
        _limiter.Dispose();
        _inner.Dispose();
    }
}
