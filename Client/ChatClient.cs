using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;
using SignalRChat.Client.Internal;
using SignalRChat.Contracts;

namespace SignalRChat.Client;

/// <summary>
/// A chat client that stays connected, follows rooms without losing, repeating or reordering a message, and knows the outcome of
/// every send. All members can be called from any thread, and from within handlers.
/// </summary>
/// <remarks>
/// The handlers of all events run one after the other, never inside a call and never under a lock. The next event waits until the
/// task of the one before has completed; an exception of a handler is logged and ends nothing.
/// </remarks>
public sealed partial class ChatClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RoomFollower> _rooms = new();
    private readonly ChatClientOptions _options;
    private readonly ILogger _log;
    private readonly EventDispatcher _pump;
    private readonly Retries _retries;
    private readonly HubSession _session;
    private readonly Outbox _outbox;
    private readonly OutboxPersistence _records;
    private readonly CursorKeeper _cursors;
    private readonly RoomSink _sink;
    private readonly KnownLimits _limits;
    private ChatConnectionChange? _latest;

    /// <summary>Makes the client; <see cref="ConnectAsync"/> connects it.</summary>
    /// <param name="options">How to connect and behave.</param>
    public ChatClient(ChatClientOptions options)
    {
        _options = options;
        _log = options.LoggerFactory.CreateLogger<ChatClient>();
        _pump = new(options.EventBacklog, options.SlowHandlerAfter, slow => HandlerSlow?.Invoke(slow), options.TimeProvider, _log);
        _retries = new(options.EffectiveBackoff, options.TimeProvider, options.RandomSource);
        _sink = new(this);
        _limits = new(options.TextLength, options.Protocol);
        _session = new(options, _log) { Changed = Tell, Established = RejoinAll };
        _cursors = new(options.CursorStore, _log);
        _records = new(options.OutboxStore, _log);
        _outbox = new(_session, _retries, _records, _limits, options.OutboxLimit, options.OutboxFull);
        Listen(_session.Hub);
    }

    /// <summary>Where the connection stands.</summary>
    public ChatConnectionState State => _session.State;

    /// <summary>
    /// What the server takes, as it said with the last answer to a join; before the first one the defaults,
    /// <see cref="ChatLimits"/>.
    /// </summary>
    public RoomLimits Limits => _limits.Now;

    /// <summary>
    /// How many sends, edits and deletions wait for their outcome, those that an earlier run has left in the store included.
    /// </summary>
    public int PendingCount => _outbox.PendingCount;

    /// <summary>
    /// Connects, and tries again with the backoff until it succeeds. From then on the connection is kept up until
    /// <see cref="DisposeAsync"/>, or until <see cref="ChatConnectionState.Closed"/> is told; then this may be called again. What
    /// <see cref="ChatClientOptions.OutboxStore"/> holds is sent first.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatAuthenticationException">The server refused the credentials.</exception>
    /// <exception cref="ChatDisconnectedException"><see cref="FullJitterBackoff.MaxTries"/> tries failed.</exception>
    /// <exception cref="ChatClientFaultException">It cannot succeed, whatever the server does: a fault of the app, its settings
    /// or its build.</exception>
    /// <exception cref="InvalidOperationException">The client is connected, or connecting, already.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _session.SettledAsync(cancellationToken).ConfigureAwait(false);
        var left = await _records.LoadAsync(cancellationToken).ConfigureAwait(false);
        _outbox.Begin(left, item => new RestoredEntry(item, TellOutcome));
        await _session.ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends the connection, within <see cref="ChatClientOptions.DisposeTimeout"/>. What waits for its outcome fails with
    /// <see cref="ChatDisconnectedException"/>, and stays in <see cref="ChatClientOptions.OutboxStore"/> if there is one. Events
    /// that were told before are handled, and their cursors kept, as far as the time allows.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var room in _rooms.Values)
            room.Stop();
        var began = _options.TimeProvider.GetTimestamp();
        await _session.DisposeAsync().ConfigureAwait(false);
        await _pump.StopAsync(_options.DisposeTimeout - _options.TimeProvider.GetElapsedTime(began)).ConfigureAwait(false);
        if (_pump.IsGivenUp)
            _cursors.Close();
    }

    private void Listen(HubConnection hub)
    {
        hub.On<RoomUpdate>(nameof(IChatClient.RoomUpdated), update =>
        {
            if (_rooms.TryGetValue(update.Room, out var room))
                room.Offer(update);
        });
        hub.On<TypingChange>(
            nameof(IChatClient.TypingChanged), change => _pump.PostIfRoom(nameof(TypingChanged), () => RaiseAsync(TypingChanged, change)));
        hub.On<PresenceChange>(
            nameof(IChatClient.PresenceChanged), change => _pump.PostIfRoom(nameof(PresenceChanged), () => RaiseAsync(PresenceChanged, change)));
        hub.On<SessionEnd>(nameof(IChatClient.SessionEnding), ending =>
        {
            // Here and now: the calls under way fail next.
            if (ending.Code == SessionEndCodes.FrameTooLarge)
                _outbox.FrameTooLarge();
            _pump.PostIfRoom(nameof(SessionEnding), () => RaiseAsync(SessionEnding, ending));
        });
        hub.On<RoomRemoval>(nameof(IChatClient.RemovedFromRoom), removal =>
        {
            if (_rooms.TryGetValue(removal.Room, out var room) && room.EndsByRemoval())
            {
                _rooms.TryRemove(KeyValuePair.Create(removal.Room, room));
                Forget(removal.Room);
            }

            _pump.Post(nameof(RemovedFromRoom), () => RaiseAsync(RemovedFromRoom, removal));
        });
    }

    /// <summary>
    /// Handlers that are behind hear the newest state of the connection alone: it may come and go for as long as they hang.
    /// </summary>
    private void Tell(ChatConnectionChange change)
    {
        if (_pump.HasRoom)
            _pump.Post(nameof(ConnectionChanged), () => RaiseAsync(ConnectionChanged, change));
        else if (Interlocked.Exchange(ref _latest, change) is null)
            _pump.Post(nameof(ConnectionChanged), () => RaiseAsync(ConnectionChanged, Interlocked.Exchange(ref _latest, null)!));
    }

    private void TellOutcome(OutboxOutcome outcome) => _pump.Post(nameof(OutboxItemCompleted), () => RaiseAsync(OutboxItemCompleted, outcome));

    /// <summary>The membership is over, and with it what the cursor was good for.</summary>
    private void Forget(string room)
    {
        _cursors.Left(room);
        _pump.Post(nameof(Forget), () => _cursors.ForgetAsync(room));
    }

    private void RejoinAll()
    {
        foreach (var room in _rooms.Values)
            room.Rejoin();
    }
}
