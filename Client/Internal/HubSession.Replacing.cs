using Microsoft.AspNetCore.SignalR.Client;

namespace SignalRChat.Client.Internal;

/// <summary>
/// What the session ends by itself: a connection whose token runs out, and a try to connect that does not come to an end.
/// </summary>
internal sealed partial class HubSession
{
    /// <summary>What does not finish in this time is repeated on the next connection, with its id.</summary>
    private static readonly TimeSpan _toFinish = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(1);

    private CancellationTokenSource _phase = new();
    private long _attempt;
    private volatile bool _isPlanned;

    /// <summary>A connection, or one more try to make it: ends what was begun for the one before.</summary>
    private CancellationToken NewPhase()
    {
        var next = new CancellationTokenSource();
        var before = Interlocked.Exchange(ref _phase, next);
        before.Cancel();
        before.Dispose();
        return next.Token;
    }

    /// <summary>
    /// The contract has no way to give a token to an open connection: the renewed one comes with a new connection, before the old
    /// one is closed.
    /// </summary>
    private async Task RenewAsync(CancellationToken connection)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection, Lifetime);
        try
        {
            for (var tries = 0; _tokens.UntilRenewal(tries) is { } wait;)
            {
                await Task.Delay(wait < _longestTimer ? wait : _longestTimer, _options.TimeProvider, either.Token).ConfigureAwait(false);
                if (wait >= _longestTimer)
                    continue;
                tries++;
                if (await HasRenewedAsync(either.Token).ConfigureAwait(false))
                {
                    await ReplaceAsync(connection).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Another connection has come, with a token of its own.
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
            // The token in use is still good; what the next connect says counts.
            ClientLog.RenewalFailed(_log, e);
            return false;
        }
    }

    /// <summary>Between two calls, so that none of them is lost.</summary>
    private async Task ReplaceAsync(CancellationToken connection)
    {
        try
        {
            await _turnstile.HoldAsync().WaitAsync(_toFinish, _options.TimeProvider, connection).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Repeated on the next connection.
        }

        await StopForAnotherAsync(HubConnectionState.Connected).ConfigureAwait(false);
    }

    /// <summary>
    /// SignalR bounds the handshake, and neither the request before it nor the upgrade: into a black hole a try would last for
    /// minutes.
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
            // It came to an end.
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

            TellRetry(ChatConnectionState.Reconnecting, failed + 1, delay, error);
            await Task.Delay(delay, _options.TimeProvider, Lifetime).ConfigureAwait(false);
            await StartUntilUpAsync(ChatConnectionState.Reconnecting, failed + 1, Lifetime).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ChatAuthenticationException or ChatDisconnectedException)
        {
            // Disposed of, or told already.
        }
    }
}
