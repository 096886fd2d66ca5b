using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Keeps one connection up. It retries the first connect like every other, and also after a close that SignalR considers
/// final although the server asked to reconnect. Rejected credentials and a session that the server ended stop it.
/// </summary>
internal sealed partial class HubSession : IAsyncDisposable, IRetryPolicy
{
    private static readonly TimeSpan _overtaking = TimeSpan.FromSeconds(1);

    private readonly ChatClientOptions _options;
    private readonly ILogger _log;
    private readonly RetryAfter _asked;
    private readonly TokenKeeper _tokens;
    private readonly ReconnectDelays _delays;
    private readonly CallGate _callGate = new();
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ConnectedGate _gate = new(new InvalidOperationException("Call ConnectAsync first."));
    private volatile TaskCompletionSource<SessionEnd> _ending = NoEnding();
    private volatile ChatConnectionState _state;

    public HubSession(ChatClientOptions options, ILogger log)
    {
        _options = options;
        _log = log;
        _asked = new(options.TimeProvider);
        _tokens = options.GuestTokens is { } guests
            ? TokenKeeper.ForGuests(guests, options.TimeProvider)
            : new(options.AccessTokenProvider, options.TimeProvider);
        _delays = new(options.EffectiveBackoff, _asked, options.TimeProvider);
        Hub = Build();
        Hub.On<SessionEnd>(nameof(IChatClient.SessionEnding), ending =>
        {
            if (ending.Code == SessionEndCodes.TokenRevoked)
                _tokens.Rejected();
            _ending.TrySetResult(ending);
        });
        Hub.On<DrainNotice>(nameof(IChatClient.Draining), notice => _asked.Note(TimeSpan.FromMilliseconds(notice.ReconnectAfterMs)));
        Hub.Reconnected += _ => OnUp();
        Hub.Closed += OnClosedAsync;
    }

    public HubConnection Hub { get; }

    /// <summary>The user of the token in use; null if the token is no JWT.</summary>
    public string? UserId => _tokens.UserId;

    public CancellationToken Lifetime => _lifetime.Token;

    public ChatConnectionState State => _state;

    /// <summary>Connected, or trying to connect: a retry of an unanswered call makes sense.</summary>
    public bool IsTrying => !_lifetime.IsCancellationRequested
        && _state is ChatConnectionState.Connecting or ChatConnectionState.Connected or ChatConnectionState.Reconnecting;

    /// <summary>Why the session has stopped; null while a wait for a connection makes sense.</summary>
    public Exception? Down => _gate.Failure;

    public required Action<ChatConnectionChange> Changed { private get; init; }

    /// <summary>A new connection exists, and it has joined no room yet.</summary>
    public required Action Established { private get; init; }

    public Task WaitConnectedAsync(CancellationToken cancellationToken) => _gate.WaitAsync(cancellationToken);

    /// <summary>
    /// Calls the hub once. Throws <see cref="ChatRefusedException"/> for a refusal and
    /// <see cref="ChatDisconnectedException"/> if no answer arrives.
    /// </summary>
    public async Task<T> CallAsync<T>(string method, object request, CancellationToken cancellationToken)
    {
        using var late = _options.TimeProvider.CreateCancellationTokenSource(_options.CallTimeout);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token, Lifetime);
        var entered = false;
        try
        {
            await _callGate.EnterAsync(any.Token).ConfigureAwait(false);
            entered = true;
            return await Hub.InvokeAsync<T>(method, request, any.Token).ConfigureAwait(false);
        }
        catch (HubException e)
        {
            var error = ChatError.From(e);
            // The server refuses every call of a connection that it is about to end: the refusal is not about this call.
            if (error is ChatRefusedException { Code: ChatErrorCodes.InvalidToken } && method != nameof(IChatHub.Reauthenticate))
                throw new ChatDisconnectedException(error.Message, SessionEndCodes.TokenRevoked, e);
            throw error;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ClientFault.In(e) is { } fault)
        {
            throw fault;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // SignalR fails the active calls with the exception that ended the connection, which can be any.
            var why = late.IsCancellationRequested
                ? $"The server did not respond within {_options.CallTimeout.TotalSeconds:0.#} s."
                : "The connection was lost.";
            throw new ChatDisconnectedException(why, inner: e);
        }
        finally
        {
            if (entered)
                _callGate.Leave();
        }
    }

    /// <summary>
    /// Uses at most half of the time-out, so that the handlers have the rest. It abandons a connection that cannot be closed
    /// in time.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        var within = _options.DisposeTimeout / 2;
        if (_lifetime.IsCancellationRequested)
            return;
        await _lifetime.CancelAsync().ConfigureAwait(false);
        _gate.Fail(new ChatDisconnectedException("The client is disposed."));
        _callGate.LetGo();
        try
        {
            await Hub.DisposeAsync().AsTask().WaitAsync(within, _options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ClientLog.ConnectionGivenUp(_log, within.TotalMilliseconds);
        }

        Report(new() { State = ChatConnectionState.Disconnected });
    }

    private Task OnUp()
    {
        _ending = NoEnding();
        _down = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _isPlanned = false;
        _attempt = 0;
        _delays.Connected();
        _tokens.Connected();
        Report(new() { State = ChatConnectionState.Connected });
        _gate.Open();
        _callGate.LetGo();
        Established();
        _ = RenewAsync(NewPhase());
        return Task.CompletedTask;
    }

    /// <summary>SignalR is about to retry; null stops it, and <see cref="OnClosedAsync"/> follows.</summary>
    TimeSpan? IRetryPolicy.NextRetryDelay(RetryContext retryContext)
    {
        var outage = Lost();
        if (Final(retryContext.RetryReason) is { } why)
        {
            End(why);
            return null;
        }

        if (_ending.Task is { IsCompletedSuccessfully: true, Result.Reconnect: false })
            return null;
        NoteDelay(retryContext.RetryReason);
        if (_delays.Next(retryContext.PreviousRetryCount) is not { } delay)
        {
            GiveUp(retryContext.PreviousRetryCount, retryContext.RetryReason);
            return null;
        }

        _attempt = retryContext.PreviousRetryCount + 1;
        ReportRetry(ChatConnectionState.Reconnecting, _attempt, delay, retryContext.RetryReason);
        _ = WatchAsync(delay, outage);
        return delay;
    }

    private async Task OnClosedAsync(Exception? error)
    {
        var isOver = _lifetime.IsCancellationRequested || _state == ChatConnectionState.Closed;
        // From this point the app may connect again; this close must not end that connection.
        _down.TrySetResult();
        if (isOver)
            return;

        Lost();
        var ending = _isPlanned ? null : await EndingAsync().ConfigureAwait(false);
        if (_lifetime.IsCancellationRequested)
            return;
        if (!_isPlanned && ending is not { Reconnect: true })
        {
            var why = ending is null
                ? "The server closed the connection and does not allow a reconnect."
                : $"The server ended the session and does not allow a reconnect: {ending.Code}.";
            End(new ChatDisconnectedException(why, ending?.Code, error));
            return;
        }

        await ComeBackAsync(error).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns what the server sent before the close. SignalR runs handlers beside its receive loop, so the close may arrive
    /// first.
    /// </summary>
    private async Task<SessionEnd?> EndingAsync()
    {
        try
        {
            return await _ending.Task.WaitAsync(_overtaking, _options.TimeProvider, Lifetime).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    private static TaskCompletionSource<SessionEnd> NoEnding() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationToken Lost()
    {
        _gate.Shut();
        if (!_isPlanned)
            _callGate.LetGo();
        return NewPhase();
    }

    private ChatDisconnectedException GiveUp(long tries, Exception? error)
    {
        var gaveUp = new ChatDisconnectedException($"Could not connect; all {tries} attempts failed.", inner: error);
        End(gaveUp);
        return gaveUp;
    }

    private void ReportRetry(ChatConnectionState state, long attempt, TimeSpan delay, Exception? error)
    {
        ClientLog.ConnectFailed(_log, attempt, delay.TotalMilliseconds, error);
        Report(new() { State = state, Attempt = attempt, RetryIn = delay, Error = error });
    }

    private void End(Exception why)
    {
        ClientLog.Closed(_log, why);
        _gate.Fail(why);
        _callGate.LetGo();
        Report(new() { State = ChatConnectionState.Closed, Error = why });
    }

    private void Report(ChatConnectionChange change)
    {
        _state = change.State;
        Changed(change);
    }
}
