using Microsoft.AspNetCore.SignalR.Client;

namespace SignalRChat.Client.Internal;

/// <summary>
/// The ends that the session itself causes: of a connection whose token expires, and of a try to connect that never
/// completes.
/// </summary>
internal sealed partial class HubSession
{
    /// <summary>Calls that do not finish in this time are retried on the next connection, with the same id.</summary>
    private static readonly TimeSpan _toFinish = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(1);

    private CancellationTokenSource _phase = new();
    private long _attempt;
    private volatile bool _isPlanned;

    /// <summary>A new connection or a new try begins: cancels the work that was started for the previous one.</summary>
    private CancellationToken NewPhase()
    {
        var next = new CancellationTokenSource();
        var before = Interlocked.Exchange(ref _phase, next);
        before.Cancel();
        before.Dispose();
        return next.Token;
    }

    /// <summary>
    /// Gives the connection another token before its own ends. A server that cannot take one, or takes none of another user, needs a
    /// new connection, before it closes the old one.
    /// </summary>
    private async Task RenewAsync(CancellationToken connection)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection, Lifetime);
        try
        {
            var least = TimeSpan.Zero;
            for (var tries = 0; _tokens.UntilRenewal(tries) is { } left;)
            {
                var wait = left > least ? left : least;
                await Task.Delay(wait < _longestTimer ? wait : _longestTimer, _options.TimeProvider, either.Token).ConfigureAwait(false);
                if (wait >= _longestTimer)
                    continue;
                tries++;
                if (!await HasRenewedAsync(either.Token).ConfigureAwait(false))
                    continue;
                switch (await ReauthenticateAsync(either.Token).ConfigureAwait(false))
                {
                    case null:
                        // A token may have little left already: it must not be replaced again and again.
                        (tries, least) = (0, TokenKeeper.LeastWait);
                        break;
                    case { } code when NeedsAnotherConnection(code):
                        await ReplaceAsync(connection).ConfigureAwait(false);
                        return;
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Another connection replaced this one, with its own token.
        }
    }

    private async Task<bool> HasRenewedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _tokens.TryRenewAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The current token is still valid; the result of the next connect decides.
            ClientLog.RenewalFailed(_log, e);
            return false;
        }
    }

    /// <summary>Returns the code of the refusal, or null if the connection now lives as long as the new token.</summary>
    private async Task<string?> ReauthenticateAsync(CancellationToken cancellationToken)
    {
        var token = _tokens.Ahead ?? "";
        try
        {
            var request = new ReauthenticateRequest { AccessToken = token };
            await CallAsync<ReauthenticateResult>(nameof(IChatHub.Reauthenticate), request, cancellationToken).ConfigureAwait(false);
            _tokens.Reauthenticated(token);
            return null;
        }
        catch (ChatRefusedException refused)
        {
            if (!NeedsAnotherConnection(refused.Code))
                ClientLog.RenewalFailed(_log, refused);
            if (refused.Code == ChatErrorCodes.InvalidToken)
                _tokens.Rejected(refused.RetryAfter);
            return refused.Code;
        }
        catch (Exception failed) when (failed is ChatDisconnectedException or ChatClientFaultException)
        {
            // The next connect uses the token.
            ClientLog.RenewalFailed(_log, failed);
            return ChatErrorCodes.Busy;
        }
    }

    /// <summary>An older server has no such method, and no connection changes its user.</summary>
    private static bool NeedsAnotherConnection(string code) =>
        code is ChatErrorCodes.UnknownMethod or ChatErrorCodes.InternalError or ChatErrorCodes.Forbidden;

    /// <summary>Replaces the connection between two calls, so that none is lost.</summary>
    private async Task ReplaceAsync(CancellationToken connection)
    {
        try
        {
            await _callGate.HoldAsync().WaitAsync(_toFinish, _options.TimeProvider, connection).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The next connection retries the active calls.
        }

        await StopForAnotherAsync(HubConnectionState.Connected).ConfigureAwait(false);
    }

    /// <summary>
    /// SignalR limits the time of the handshake, but not of the request before it or of the upgrade. If packets vanish, a try
    /// would last for minutes.
    /// </summary>
    private async Task WatchAsync(TimeSpan delay, CancellationToken outage)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(outage, Lifetime);
        try
        {
            await Task.Delay(delay + _options.ConnectTimeout, _options.TimeProvider, either.Token).ConfigureAwait(false);
            await StopForAnotherAsync(HubConnectionState.Reconnecting).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The try ended.
        }
    }

    private async Task StopForAnotherAsync(HubConnectionState state)
    {
        if (Hub.State != state || _lifetime.IsCancellationRequested)
            return;
        _isPlanned = true;
        await Hub.StopAsync(Lifetime).ConfigureAwait(false);
    }

    private async Task ComeBackAsync(Exception? error)
    {
        try
        {
            var failed = _attempt;
            var isRenewal = _isPlanned && failed == 0;
            if ((isRenewal ? TimeSpan.Zero : _delays.Next(failed)) is not { } delay)
            {
                GiveUp(failed, error);
                return;
            }

            ReportRetry(ChatConnectionState.Reconnecting, failed + 1, delay, error);
            await Task.Delay(delay, _options.TimeProvider, Lifetime).ConfigureAwait(false);
            await StartUntilUpAsync(ChatConnectionState.Reconnecting, failed + 1, Lifetime).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChatAuthenticationException or ChatDisconnectedException)
        {
            // Disposed of, or already reported.
        }
    }
}
