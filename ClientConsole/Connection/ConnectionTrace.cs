using Microsoft.Extensions.Logging;

namespace SignalRChat.ClientConsole.Connection;

/// <summary>Reads the transport and the duration of each connect step from SignalR's log: no other source provides them.</summary>
internal sealed class ConnectionTrace(TimeProvider time) : ILoggerFactory, ILogger
{
    private static readonly string[] _sources =
        ["Microsoft.AspNetCore.Http.Connections.Client.HttpConnection", "Microsoft.AspNetCore.SignalR.Client.HubConnection"];

    private long _begun;
    private TimeSpan? _negotiated;
    private string? _transport;

    /// <summary>The last successful connect.</summary>
    public ConnectTimes? Last { get; private set; }

    public Action<ConnectTimes> Connected { private get; set; } = _ => { };

    public ILogger CreateLogger(string categoryName) =>
        _sources.Contains(categoryName) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        switch (eventId.Name)
        {
            case "EstablishingConnection":
                _begun = time.GetTimestamp();
                _negotiated = null;
                break;
            case "StartingTransport":
                _negotiated ??= time.GetElapsedTime(_begun);
                _transport = (state as IReadOnlyList<KeyValuePair<string, object?>>)?
                    .FirstOrDefault(value => value.Key == "Transport").Value as string;
                break;
            case "HandshakeComplete":
                Last = new(_transport ?? "?", _negotiated, time.GetElapsedTime(_begun));
                Connected(Last);
                break;
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}

/// <summary>How a connection was made.</summary>
/// <param name="Transport">The transport of the connection.</param>
/// <param name="Negotiate">The time until the server returned its transports.</param>
/// <param name="Total">The time until the client could make calls.</param>
internal sealed record ConnectTimes(string Transport, TimeSpan? Negotiate, TimeSpan Total);
