using System.Diagnostics.Metrics;

namespace SignalRChat.Hosting.Logs;

/// <summary>Writes the lines that the limits allow.</summary>
internal sealed class LimitedLogger(ILogger inner, string category, LogLimiter limiter) : ILogger
{
    private const string Template = "{OriginalFormat}";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
            return;
        if (logLevel is < LogLevel.Information or LogLevel.Critical || LogRules.IsExempt(category, eventId.Id))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }
        var cause = exception is null ? null : ExceptionKind.Of(exception);
        var kind = limiter.KindOf(category, eventId, TextOf(eventId, state), cause);
        switch (limiter.Admit(kind, logLevel, LogSource.Current, exception is not null))
        {
            case LogAdmission.Whole:
                inner.Log(logLevel, eventId, state, exception, formatter);
                break;
            case LogAdmission.WithoutStack:
                inner.Log(logLevel, eventId, state, new StackLeftOutException(exception!), formatter);
                break;
        }
    }

    private string? TextOf<TState>(EventId eventId, TState state) =>
        eventId.Id == 0 ? TemplateOf(state) ?? eventId.Name : LogRules.ReasonOf(category, eventId.Id, state);

    // Without an event id, lines of one kind share the text before its values are filled in.
    private static string? TemplateOf<TState>(TState state) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } values
        && values[^1] is { Key: Template, Value: string template }
            ? template
            : null;
}

/// <summary>A factory with the limits before it, so that they hold for every provider that an operator configures.</summary>
internal sealed class LimitedLoggerFactory : ILoggerFactory
{
    private readonly ILoggerFactory _inner;
    private readonly LogLimiter _limiter;

    public LimitedLoggerFactory(ILoggerFactory inner, IOptions<LogLimitOptions> options, TimeProvider time, IMeterFactory meters)
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
