using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Talk;

namespace SignalRChat.ClientConsole;

/// <summary>
/// The parts of every conversation: a session with its credentials, the conversation, and the reports about the connection.
/// </summary>
internal sealed class SessionParts : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly HttpClient _http = new();
    private readonly ConsoleSettings _settings;
    private readonly ConnectionTrace _trace;
    private readonly GuestFile? _guest;
    private readonly Credentials _credentials;

    public SessionParts(
        ConsoleSettings settings, IEventOutput output, IEventOutput diagnostics, bool isPatient, bool showsSnapshots, TimeProvider time)
    {
        _settings = settings;
        _trace = new(time);
        _guest = settings is { Token: null, GuestFolder: { } folder } ? new(folder, settings.Url, settings.Name) : null;
        _credentials = new(settings, settings.Name, _http, time, _guest);
        Session = new(() => new ChatClient(Clients.Options(settings, _credentials, _trace, time))) { IsPatient = isPatient };
        Conversation = new(Session, output, settings.Room, showsSnapshots) { OwnUserId = () => _credentials.UserId };
        Meter = new(Session, Conversation.Rooms, time);
        Conversation.RoundTrip = () => Meter.RoundTrip;
        if (settings.IsVerbose)
            Explain(diagnostics);
    }

    public ConsoleSession Session { get; }

    public Conversation Conversation { get; }

    public ConnectionMeter Meter { get; }

    /// <summary>Measures the connection until the end.</summary>
    public void Measure(CancellationToken cancellationToken) =>
        _ = Meter.RunAsync(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token).Token);

    public async Task<StatusReport> StatusAsync(CancellationToken cancellationToken)
    {
        await Meter.MeasureAsync(cancellationToken);
        return new()
        {
            Url = _settings.Url.ToString(),
            State = Session.State.ToString().ToLowerInvariant(),
            Protocol = Clients.Name(_settings.Protocol),
            Transport = _trace.Last?.Transport,
            UserId = _credentials.UserId,
            NegotiateMs = _trace.Last?.Negotiate?.TotalMilliseconds,
            ConnectMs = _trace.Last?.Total.TotalMilliseconds,
            RoundTripMs = Meter.RoundTrip?.TotalMilliseconds,
            Reconnects = Conversation.Reconnects,
            Waiting = Session.PendingCount,
            Rooms = Conversation.Rooms.Positions,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Session.DisposeAsync();
        _http.Dispose();
        _over.Dispose();
    }

    private void Explain(IEventOutput diagnostics)
    {
        void Say(string sentence) => diagnostics.Tell(new ConsoleEvent.Verbose(sentence));
        _trace.Connected = times => Say(string.Create(
            CultureInfo.InvariantCulture,
            $"connected to {_settings.Url} by {times.Transport}, {Clients.Name(_settings.Protocol)}: "
            + $"negotiate {times.Negotiate?.TotalMilliseconds:0} ms, in all {times.Total.TotalMilliseconds:0} ms"));
        Meter.Measured += () => Say($"{Meter}");
        _guest?.Failed = Say;
        Session.Listen(client => client.ConnectionChanged += change =>
        {
            if (change.Error is { } error)
                Say($"try {change.Attempt}: {string.Join(" <- ", Chain(error).Select(each => $"{each.GetType().Name}: {each.Message}"))}");
            return Task.CompletedTask;
        });
    }

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }
}
