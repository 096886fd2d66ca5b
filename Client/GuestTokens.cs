using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

/// <summary>
/// Requests guest tokens from the server and keeps each while it is valid: <see cref="ChatClientOptions.GuestTokens"/>. Each request
/// carries the last token, so the guest remains the same user. All members can be called from any thread.
/// </summary>
public sealed class GuestTokens : IDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(15);

    /// <summary>A token must not expire between the answer and the handshake.</summary>
    private static readonly TimeSpan _spare = TimeSpan.FromSeconds(30);

    private readonly GuestTokenOptions _options;
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile GuestTokenResult? _token;
    private volatile GuestTokenResult? _last;

    /// <summary>Creates the source; the first call of <see cref="GetAsync"/> sends the first request.</summary>
    /// <param name="options">The settings.</param>
    public GuestTokens(GuestTokenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _http = options.Http ?? new();
        _address = new(options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + ChatPaths.GuestToken);
        _token = _last = options.Saved;
    }

    /// <summary>Returns the current token, or requests one if it has less than 30 s left.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token, with its expiry by this machine's clock.</returns>
    /// <exception cref="ChatAuthenticationException">The server refused: it takes no guests, or rejects the name.</exception>
    /// <exception cref="ChatRefusedException">The server is busy (<see cref="ChatErrorCodes.Busy"/>); a retry may succeed.</exception>
    /// <exception cref="HttpRequestException">There is no connection to the server, or no token in its answer.</exception>
    /// <exception cref="TimeoutException">The server did not answer within 15 s.</exception>
    public Task<GuestTokenResult> GetAsync(CancellationToken cancellationToken = default) =>
        AloneAsync(
            () => _token is { } token && token.ExpiresAt > Now + _spare.TotalMilliseconds
                ? Task.FromResult(token)
                : RequestAsync(cancellationToken),
            cancellationToken);

    /// <summary>Requests another token, although the current one may still be valid. Fails like <see cref="GetAsync"/>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token, with its expiry by this machine's clock.</returns>
    public Task<GuestTokenResult> RenewAsync(CancellationToken cancellationToken = default) =>
        AloneAsync(() => RequestAsync(cancellationToken), cancellationToken);

    /// <summary>The server did not accept the token: the next <see cref="GetAsync"/> requests another one, for the same guest.</summary>
    public void Invalidate() => _token = null;

    /// <inheritdoc />
    public void Dispose()
    {
        _gate.Dispose();
        if (_options.Http is null)
            _http.Dispose();
    }

    private long Now => _options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>One request at a time: without a token, two would make two guests.</summary>
    private async Task<GuestTokenResult> AloneAsync(Func<Task<GuestTokenResult>> get, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await get().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<GuestTokenResult> RequestAsync(CancellationToken cancellationToken)
    {
        using var late = _options.TimeProvider.CreateCancellationTokenSource(_timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var request = GuestRequest.Of(_address, _options.Name, _last);
            using var answer = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var token = await GuestRequest.ReadAsync(answer, either.Token).ConfigureAwait(false);
            token = InLocalTime(token, answer.Headers.Date);
            _last = token;
            _options.Save?.Invoke(token);
            return _token = token;
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not answer the request for a guest token within {_timeout.TotalSeconds} s.", e);
        }
    }

    /// <summary>This machine's clock may be wrong by hours.</summary>
    private GuestTokenResult InLocalTime(GuestTokenResult token, DateTimeOffset? serverNow) => serverNow is { } then
        ? token with { ExpiresAt = token.ExpiresAt - then.ToUnixTimeMilliseconds() + Now }
        : token;
}
