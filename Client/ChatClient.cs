using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

/// <summary>
/// A chat client that stays connected, follows rooms without losing, repeating or reordering a message, and reports the
/// outcome of every send. All members can be called from any thread, and from within handlers.
/// </summary>
/// <remarks>
/// The handlers of all events run one after the other, never inside a call and never under a lock. The next event waits until
/// the task of the previous one has completed. The client logs an exception of a handler and continues.
/// </remarks>
public sealed partial class ChatClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RoomFollower> _rooms = new();
    private readonly ChatClientOptions _options;
    private readonly ILogger _log;
    private readonly EventDispatcher _events;
    private readonly Retries _retries;
    private readonly HubSession _session;
    private readonly Outbox _outbox;
    private readonly OutboxPersistence _records;
    private readonly CursorKeeper _cursors;
    private readonly RoomSink _sink;
    private readonly KnownLimits _limits;
    private readonly ReactionTracker _reactions;
    private readonly ConcurrentDictionary<string, RoomCursor> _unsubscribed = new();
    private ChatConnectionChange? _latest;

    /// <summary>Creates the client; <see cref="ConnectAsync"/> connects it.</summary>
    /// <param name="options">The settings of the client.</param>
    /// <exception cref="ArgumentException">The options have both an <see cref="ChatClientOptions.AccessTokenProvider"/> and
    /// <see cref="ChatClientOptions.GuestTokens"/>.</exception>
    public ChatClient(ChatClientOptions options)
    {
        if (options is { AccessTokenProvider: not null, GuestTokens: not null })
            throw new ArgumentException("AccessTokenProvider and GuestTokens exclude each other.", nameof(options));
        _options = options;
        _log = options.LoggerFactory.CreateLogger<ChatClient>();
        _events = new(options.EventBacklog, options.SlowHandlerAfter, slow => HandlerSlow?.Invoke(slow), options.TimeProvider, _log);
        _retries = new(options.EffectiveBackoff, options.TimeProvider, options.RandomSource);
        _sink = new(this);
        _limits = new(options.TextLength, options.Protocol);
        _session = new(options, _log) { Changed = Report, Established = RejoinAll };
        _cursors = new(options.CursorStore, _log);
        _records = new(options.OutboxStore, _log);
        _outbox = new(_session, _retries, _records, _limits, options.OutboxLimit, options.OutboxFull);
        _reactions = new(
            room => _rooms.TryGetValue(room, out var follower) ? follower.Cursor?.Revision : null,
            pending => _events.Post(nameof(ReactionsPending), () => RaiseAsync(ReactionsPending, pending)));
        Inbox = new(this, _session, options, _retries, _events, _log);
        Listen(_session.Hub);
    }

    /// <summary>The rooms of the user, with what is unread: <see cref="ChatInbox.FollowAsync"/>.</summary>
    public ChatInbox Inbox { get; }

    /// <summary>The state of the connection.</summary>
    public ChatConnectionState State => _session.State;

    /// <summary>
    /// The limits of the server, from its latest answer to a join; before the first one the defaults, <see cref="ChatLimits"/>.
    /// </summary>
    public RoomLimits Limits => _limits.Now;

    /// <summary>
    /// The number of sends, edits and deletions with a pending outcome, including those that an earlier run left in the store.
    /// </summary>
    public int PendingCount => _outbox.PendingCount;

    /// <summary>
    /// Connects, and retries with the backoff until it succeeds. The client then reconnects as needed until
    /// <see cref="DisposeAsync"/> or until it reports <see cref="ChatConnectionState.Closed"/>; after that, the caller may
    /// call this method again. It sends the contents of <see cref="ChatClientOptions.OutboxStore"/> first.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatAuthenticationException">The server refused the credentials.</exception>
    /// <exception cref="ChatDisconnectedException"><see cref="FullJitterBackoff.MaxTries"/> tries failed.</exception>
    /// <exception cref="ChatClientFaultException">A fault of the app, its settings or its build; no retry can
    /// succeed.</exception>
    /// <exception cref="InvalidOperationException">The client is already connected or connecting.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _session.SettledAsync(cancellationToken).ConfigureAwait(false);
        var left = await _records.LoadAsync(cancellationToken).ConfigureAwait(false);
        _outbox.Begin(left, item => new RestoredEntry(item, ReportOutcome));
        if (_options.FollowsInbox)
            Inbox.FollowAsync(CancellationToken.None).Forget();
        await _session.ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends the connection within <see cref="ChatClientOptions.DisposeTimeout"/>. Pending calls fail with
    /// <see cref="ChatDisconnectedException"/>, and stay in <see cref="ChatClientOptions.OutboxStore"/> if there is one. If
    /// the time permits, the client first sends the read cursors that wait, handlers receive the events that are already queued, and
    /// the client stores their cursors.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var room in _rooms.Values)
            _ = room.StopAsync();
        var began = _options.TimeProvider.GetTimestamp();
        await Inbox.FlushAsync().WaitAsync(_options.DisposeTimeout / 4, _options.TimeProvider)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync().ConfigureAwait(false);
        await _events.StopAsync(_options.DisposeTimeout - _options.TimeProvider.GetElapsedTime(began)).ConfigureAwait(false);
        await Inbox.StopAsync(_options.DisposeTimeout - _options.TimeProvider.GetElapsedTime(began)).ConfigureAwait(false);
        if (_events.IsGivenUp)
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
            nameof(IChatClient.TypingChanged),
            change => _events.PostIfRoom(nameof(TypingChanged), () => RaiseAsync(TypingChanged, change)));
        hub.On<PresenceChange>(
            nameof(IChatClient.PresenceChanged),
            change => _events.PostIfRoom(nameof(PresenceChanged), () => RaiseAsync(PresenceChanged, change)));
        hub.On<InboxUpdate>(nameof(IChatClient.InboxUpdated), update => Inbox.Follower.Offer(update));
        hub.On<InboxActivity>(nameof(IChatClient.InboxActivity), activity => Inbox.Follower.Offer(activity));
        hub.On<ReadCursorChange>(nameof(IChatClient.ReadCursorChanged), Inbox.Hear);
        hub.On<SessionEnd>(nameof(IChatClient.SessionEnding), ending =>
        {
            // Call it at once, not through the queue: the pending calls fail next.
            if (ending.Code == SessionEndCodes.FrameTooLarge)
                _outbox.FrameTooLarge();
            _events.PostIfRoom(nameof(SessionEnding), () => RaiseAsync(SessionEnding, ending));
        });
        hub.On<RoomRemoval>(nameof(IChatClient.RemovedFromRoom), removal =>
        {
            if (_rooms.TryGetValue(removal.Room, out var room) && room.EndsByRemoval())
            {
                _rooms.TryRemove(KeyValuePair.Create(removal.Room, room));
                Forget(removal.Room);
            }

            _events.Post(nameof(RemovedFromRoom), () => RaiseAsync(RemovedFromRoom, removal));
        });
    }

    /// <summary>Slow handlers receive only the latest state of the connection: it may change many times while they hang.</summary>
    private void Report(ChatConnectionChange change)
    {
        if (_events.HasRoom)
            _events.Post(nameof(ConnectionChanged), () => RaiseAsync(ConnectionChanged, change));
        else if (Interlocked.Exchange(ref _latest, change) is null)
            _events.Post(nameof(ConnectionChanged), () => RaiseAsync(ConnectionChanged, Interlocked.Exchange(ref _latest, null)!));
    }

    private void ReportOutcome(OutboxOutcome outcome) =>
        _events.Post(nameof(OutboxItemCompleted), () => RaiseAsync(OutboxItemCompleted, outcome));

    /// <summary>The membership ended, so the cursor is no longer valid.</summary>
    private void Forget(string room)
    {
        _unsubscribed.TryRemove(room, out _);
        _cursors.Left(room);
        _reactions.Restarted(room);
        _events.Post(nameof(Forget), () => _cursors.ForgetAsync(room));
    }

    private void RejoinAll()
    {
        foreach (var room in _rooms.Values)
            room.Rejoin();
        Inbox.Follower.Rejoin();
    }
}
