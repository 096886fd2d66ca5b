using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Settings;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>One connection of a soak: it sends to its room and checks the messages that it receives.</summary>
internal sealed class SoakConnection : IAsyncDisposable
{
    private readonly ChatClient _client;
    private readonly RoomReader _reader = new();
    private readonly SoakPlan _plan;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private int _inFlight;
    private int _connects;

    public SoakConnection(ConsoleSettings settings, SoakPlan plan, RoomLedger ledger, string name, HttpClient http, TimeProvider time)
    {
        _plan = plan;
        _time = time;
        Ledger = ledger;
        var credentials = new Credentials(settings, name, http, time);
        _client = new(Clients.Options(settings, credentials, null, time));
        _client.MessagesChanged += OnMessagesAsync;
        _client.RoomReset += _ => Count(() => Resets++);
        _client.RoomRefused += refused => Count(() => Trouble = $"#{refused.Room} is lost: {refused.Error.Message}");
        _client.RemovedFromRoom += removal => Count(() => Trouble = $"removed from #{removal.Room}: {removal.Code}");
        _client.ConnectionChanged += change => Count(() => OnConnection(change));
    }

    public RoomLedger Ledger { get; }

    public Exception? Ended { get; private set; }

    /// <summary>Why this connection no longer receives its room, or the last refusal.</summary>
    public string? Trouble { get; private set; }

    public bool IsConnected => _client.State == ChatConnectionState.Connected;

    public int InFlight => Volatile.Read(ref _inFlight);

    public int Reconnects => Math.Max(Volatile.Read(ref _connects) - 1, 0);

    /// <summary>How often the room started over, which hides earlier changes.</summary>
    public int Resets { get; private set; }

    /// <summary>The last revision read in the room.</summary>
    public long Cursor { get; private set; }

    /// <summary>The number of sends that did not start because the outbox was full.</summary>
    public long Skipped { get; private set; }

    public Action<string> Verbose { private get; init; } = _ => { };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(cancellationToken);
        await _client.JoinAsync(Ledger.Room, after: 0, cancellationToken: cancellationToken);
    }

    /// <summary>Starts a send; the ledger receives its outcome.</summary>
    public void Send() => _ = SendAsync();

    public T Read<T>(Func<RoomReader, T> read)
    {
        lock (_lock)
            return read(_reader);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task SendAsync()
    {
        var id = _client.NewMessageId();
        var begun = _time.GetTimestamp();
        var text = string.Create(CultureInfo.InvariantCulture, $"{begun} ").PadRight(_plan.TextLength, 'x');
        Interlocked.Increment(ref _inFlight);
        Interlocked.Increment(ref Ledger.Sent);
        try
        {
            var answer = await _client.SendAsync(Ledger.Room, text, id);
            Ledger.AckTimes.Add(_time.GetElapsedTime(begun));
            Ledger.Answered(id, answer.Sequence);
            Interlocked.Decrement(ref _inFlight);
        }
        catch (ChatOutboxFullException)
        {
            Interlocked.Decrement(ref _inFlight);
            Interlocked.Decrement(ref Ledger.Sent);
            await Count(() => Skipped++);
        }
        catch (ChatRefusedException e)
        {
            Interlocked.Decrement(ref _inFlight);
            Interlocked.Increment(ref Ledger.Refused);
            await Count(() => Trouble = $"{e.Code}: {e.Message}");
        }
        catch (ChatDisconnectedException)
        {
            // Stays in flight: its outcome is unknown.
        }
    }

    private Task OnMessagesAsync(RoomChanges changes) => Count(() =>
    {
        foreach (var message in changes.Messages)
        {
            Ledger.Seen(message);
            _reader.Take(message.Sequence);
            var number = message.Text.AsSpan(0, message.Text.IndexOf(' ', StringComparison.Ordinal));
            if (long.TryParse(number, CultureInfo.InvariantCulture, out var begun))
                Ledger.DeliveryTimes.Add(_time.GetElapsedTime(begun));
        }

        Cursor = changes.Cursor.Revision;
    });

    private void OnConnection(ChatConnectionChange change)
    {
        if (change.State == ChatConnectionState.Connected)
            _connects++;
        if (change.State == ChatConnectionState.Closed)
            Ended = change.Error;
        if (change.Error is { } error)
            Verbose($"{change.State.ToString().ToLowerInvariant()}, try {change.Attempt}: {error.GetBaseException().Message}");
    }

    private Task Count(Action act)
    {
        lock (_lock)
            act();
        return Task.CompletedTask;
    }
}
