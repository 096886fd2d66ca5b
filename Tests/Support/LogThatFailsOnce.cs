using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SignalRChat.Tests.Support;

/// <summary>A log that throws for the first event of one kind, as a provider with a full disk does.</summary>
internal sealed class LogThatFailsOnce(int fails) : ILoggerProvider, ILogger
{
    private int _failures;

    public void Add(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(this));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == fails && Interlocked.Increment(ref _failures) == 1)
            throw new IOException("There is no space left.");
    }

    public void Dispose()
    {
        // Nothing is open.
    }
}
