using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace SignalRChat.Client.Internal;

/// <summary>Connects, for the first time or again.</summary>
internal sealed partial class HubSession
{
    private volatile TaskCompletionSource _down = Done();
    private volatile Task _connecting = Task.CompletedTask;
    private CancellationToken _connectingUntil;

    /// <summary>
    /// Waits for a pending end: a cancelled connect that has not returned, or an abandoned connection that is not yet closed.
    /// A new connect in the meantime is not an error of the caller.
    /// </summary>
    public async Task SettledAsync(CancellationToken cancellationToken)
    {
        if (_connectingUntil.IsCancellationRequested)
            await _connecting.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (_state == ChatConnectionState.Closed)
            await _down.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From this call on, calls wait for the connection that <see cref="ConnectAsync"/> makes.</summary>
    public void Begin()
    {
        ObjectDisposedException.ThrowIf(_lifetime.IsCancellationRequested, this);
        if (IsTrying)
            throw new InvalidOperationException("The client is already connected or connecting.");
        _gate.Shut();
        _ending = NoEnding();
        _tokens.Connected();
        Report(new() { State = ChatConnectionState.Connecting });
    }

    public Task ConnectAsync(CancellationToken cancellationToken)
    {
        _connectingUntil = cancellationToken;
        return _connecting = ConnectOnceAsync(cancellationToken);
    }

    private HubConnection Build()
    {
        var lifetime = Lifetime;
        var builder = new HubConnectionBuilder()
            .WithUrl(_options.HubUrl, _options.Transports, http =>
            {
                if (_tokens.HasProvider)
                    http.AccessTokenProvider = () => _tokens.ForConnectAsync(lifetime);
                if (_options.Cookies is not null)
                    http.Cookies = _options.Cookies;
                http.HttpMessageHandlerFactory = inner => new RetryAfterHandler(inner, _asked, _tokens, _options.TimeProvider);
            })
            .WithAutomaticReconnect(this)
            .WithKeepAliveInterval(_options.KeepAliveInterval)
            .WithServerTimeout(_options.ServerTimeout);
        builder.Services.AddSingleton(_options.LoggerFactory);
        builder.Services.AddSingleton(WireProtocol.Of(_options.Protocol));
        return builder.Build();
    }

    private async Task ConnectOnceAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lifetime);
        try
        {
            await StartUntilUpAsync(ChatConnectionState.Connecting, 0, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            _gate.Fail(new ChatDisconnectedException("Connecting was cancelled.", inner: e));
            Report(new() { State = ChatConnectionState.Disconnected });
            throw;
        }
    }

    private async Task StartUntilUpAsync(ChatConnectionState state, long failed, CancellationToken cancellationToken)
    {
        for (var attempt = failed; ; attempt++)
        {
            using var late = _options.TimeProvider.CreateCancellationTokenSource(_options.ConnectTimeout);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            try
            {
                WireProtocol.Check(_options.Protocol);
                await Hub.StartAsync(either.Token).ConfigureAwait(false);
                await OnUp().ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (Final(e) is { } why)
            {
                End(why);
                throw why;
            }
            // SignalR reports a cancelled WebSocket handshake as a transport that failed.
            catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException)
            {
                throw new OperationCanceledException("Connecting was cancelled.", e, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && Hub.State == HubConnectionState.Disconnected)
            {
                var error = late.IsCancellationRequested ? new TimeoutException("Connecting timed out.", e) : e;
                _callGate.LetGo();
                NoteDelay(e);
                if (_delays.Next(attempt) is not { } delay)
                    throw GiveUp(attempt, error);
                ReportRetry(state, attempt + 1, delay, error);
                await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The endpoint of guests may ask for a delay, as an answer to a connect may.</summary>
    private void NoteDelay(Exception? error)
    {
        if (error?.GetBaseException() is ChatRefusedException { RetryAfter: { } after })
            _asked.Note(after);
    }

    /// <summary>
    /// Returns null for a temporary error, including a token that only the server's clock rejects, and the first token that it rejects.
    /// </summary>
    private ChatAuthenticationException? Refused(Exception? error)
    {
        for (var e = _tokens.IsGoodElsewhere ? null : error; e is not null; e = e.InnerException)
        {
            if (e is ChatAuthenticationException refused)
                return refused;
            if (e is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } && _tokens.TryAnother())
                return null;
            if (e is HttpRequestException { StatusCode: (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) and var status })
                return new($"The server refused the credentials ({(int)status}).", status, error);
        }
        return null;
    }

    /// <summary>Returns why a retry makes no sense; null for a temporary error.</summary>
    private Exception? Final(Exception? error) => (Exception?)Refused(error) ?? ClientFault.In(error);

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
