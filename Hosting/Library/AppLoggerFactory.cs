namespace SignalRChat.Hosting.Library;

/// <summary>
/// The app's log for the chat. Filters that the chat's own services set hold for the chat's lines only.
/// </summary>
internal sealed class AppLoggerFactory(ILoggerFactory app, IOptions<LoggerFilterOptions> filters) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        var logger = app.CreateLogger(categoryName);
        var filter = filters.Value.Rules.LastOrDefault(
            rule => rule.CategoryName is { } category && categoryName.StartsWith(category, StringComparison.OrdinalIgnoreCase));
        return filter?.LogLevel is { } least ? new FilteredLogger(logger, least) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The app decides where its log goes.");

    public void Dispose()
    {
        // The app's factory is the app's.
    }

    private sealed class FilteredLogger(ILogger inner, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
