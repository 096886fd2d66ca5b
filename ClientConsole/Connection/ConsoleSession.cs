namespace SignalRChat.ClientConsole.Connection;

/// <summary>
/// The current client. A new client can replace it, which is how the user drops a connection by hand: rooms continue from
/// their cursors, and pending calls start again in their order.
/// </summary>
internal sealed class ConsoleSession : IAsyncDisposable
{
    private static readonly TimeSpan _again = TimeSpan.FromMilliseconds(200);

    private readonly Func<ChatClient> _make;
    private readonly List<Action<ChatClient>> _listeners = [];
    private readonly List<PendingCall> _pending = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private CancellationToken _stop;
    private ChatClient _client;
    private bool _replacing;

    public ConsoleSession(Func<ChatClient> make)
    {
        _make = make;
        _client = make();
    }

    public ChatConnectionState State => _client.State;

    /// <summary>True if questions wait for a connection. A person prefers a notice.</summary>
    public bool IsPatient { private get; init; }

    public int PendingCount => _client.PendingCount;

    /// <summary>Called with each client before it connects.</summary>
    public void Listen(Action<ChatClient> listener)
    {
        _listeners.Add(listener);
        listener(_client);
    }

    public Task ConnectAsync(CancellationToken cancellationToken)
    {
        _stop = cancellationToken;
        _ = ConnectAsync(_client);
        return _connected.Task;
    }

    public Task<JoinRoomResult> JoinAsync(string room, long? after, CancellationToken cancellationToken) =>
        DoAsync(client => client.JoinAsync(room, after, cancellationToken: cancellationToken));

    public string NewMessageId() => _client.NewMessageId();

    public Task<SendMessageResult> SendAsync(string room, OutgoingMessage message, CancellationToken cancellationToken) =>
        DoAsync(client => client.SendMessageAsync(room, message, cancellationToken));

    /// <summary>Asks a question. If the session is patient, it repeats a question whose connection was lost.</summary>
    public async Task<T> AskAsync<T>(Func<ChatClient, Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await DoAsync(call);
            }
            catch (ChatDisconnectedException) when (IsPatient && State is ChatConnectionState.Connected or ChatConnectionState.Reconnecting)
            {
                await Task.Delay(_again, cancellationToken);
            }
        }
    }

    /// <summary>Starts the calls in the order in which this method is called.</summary>
    public Task<T> DoAsync<T>(Func<ChatClient, Task<T>> call)
    {
        var pending = new PendingCall<T>(call, IsReplaced, Settled);
        lock (_lock)
        {
            _pending.Add(pending);
            if (!_replacing)
                pending.Begin(_client);
        }

        return pending.Outcome;
    }

    /// <param name="rooms">The rooms to join, each with its cursor; read after the previous client has raised all its
    /// events.</param>
    public async Task ReconnectAsync(Func<IReadOnlyList<KeyValuePair<string, RoomCursor>>> rooms)
    {
        lock (_lock)
        {
            if (_replacing)
                return;
            _replacing = true;
        }

        await _client.DisposeAsync();
        var next = _make();
        foreach (var listener in _listeners)
            listener(next);
        _ = ConnectAsync(next);
        lock (_lock)
        {
            _client = next;
            _replacing = false;
            foreach (var pending in _pending.ToArray())
                pending.Begin(next);
        }

        await Task.WhenAll(rooms().Select(room => DoAsync(client => client.JoinAsync(room.Key, room.Value, _stop))));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task ConnectAsync(ChatClient client)
    {
        try
        {
            await client.ConnectAsync(_stop);
            _connected.TrySetResult();
        }
        catch (Exception) when (IsReplaced(client))
        {
            // The next client is about to connect.
        }
        catch (Exception e)
        {
            _connected.TrySetException(e);
        }
    }

    private bool IsReplaced(ChatClient client)
    {
        lock (_lock)
            return _replacing || client != _client;
    }

    private void Settled(PendingCall call)
    {
        lock (_lock)
            _pending.Remove(call);
    }
}
