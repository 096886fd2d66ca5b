using System.Buffers.Text;
using System.Text.Json;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Requests tokens from the app: before each connect, and early when less than a fifth of the token's life is left. The next
/// connect uses a token that was requested early.
/// </summary>
internal sealed class TokenKeeper(Func<CancellationToken, Task<string?>>? provider, TimeProvider time)
{
    /// <summary>The shortest time between two requests for a token.</summary>
    public static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(1);

    /// <summary>A time to retry is doubled at most this often: no token is left by then.</summary>
    private const int MostDoublings = 20;

    private readonly Lock _lock = new();
    private string? _used;
    private string? _ahead;
    private TokenLife? _life;
    private volatile string? _userId;
    private bool _isUntimely;
    private bool _wasRefused;
    private TimeSpan? _retryAfter;

    /// <summary>Requests another token, although the last one may still be valid. By default the same as the provider.</summary>
    public Func<CancellationToken, Task<string?>>? Renew { private get; init; }

    /// <summary>The server did not accept the token of the provider.</summary>
    public Action? Refused { private get; init; }

    public bool HasProvider => provider is not null;

    /// <summary>The <c>sub</c> of the token in use; null without one.</summary>
    public string? UserId => _userId;

    /// <summary>
    /// The server's clock rejects the token and this machine's clock does not. Another node may accept it, or the same node
    /// after its clock is corrected.
    /// </summary>
    public bool IsGoodElsewhere
    {
        get
        {
            lock (_lock)
                return _isUntimely && _life?.MayLast > time.GetUtcNow();
        }
    }

    public static TokenKeeper ForGuests(GuestTokens guests, TimeProvider time) =>
        new(async cancellationToken => (await guests.GetAsync(cancellationToken).ConfigureAwait(false)).AccessToken, time)
        {
            Renew = async cancellationToken => (await guests.RenewAsync(cancellationToken).ConfigureAwait(false)).AccessToken,
            Refused = guests.Invalidate,
        };

    public async Task<string?> ForConnectAsync(CancellationToken cancellationToken)
    {
        if (provider is null)
            return null;
        lock (_lock)
        {
            _isUntimely = false;
            if (_ahead is not null)
                return Use(_ahead);
        }

        var token = await AskAsync(provider, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            return Use(token);
    }

    /// <summary>By the server's clock the token has expired or is not yet valid.</summary>
    public void Untimely()
    {
        lock (_lock)
            (_isUntimely, _ahead) = (true, null);
        Refused?.Invoke();
    }

    /// <summary>
    /// The server refused the token. Returns true the first time: the app may have kept one that has expired or was revoked, so the next
    /// connect asks it for another one.
    /// </summary>
    public bool TryAnother()
    {
        lock (_lock)
        {
            if (provider is null || _wasRefused)
                return false;
            (_wasRefused, _ahead) = (true, null);
        }

        Refused?.Invoke();
        return true;
    }

    /// <summary>The connect succeeded, or the app begins anew: the next one requests a new token.</summary>
    public void Connected()
    {
        lock (_lock)
            (_ahead, _retryAfter, _wasRefused) = (null, null, false);
    }

    /// <summary>
    /// The time until the client requests another token; null if this token has no expiry, or has expired. If the server has asked to
    /// retry, it is that time, doubled for each further try.
    /// </summary>
    public TimeSpan? UntilRenewal(int tries)
    {
        TokenLife? life;
        TimeSpan? retryAfter;
        lock (_lock)
            (life, retryAfter) = (_life, _retryAfter);
        if (life is null || life.Ends <= time.GetUtcNow())
            return null;
        // The first request at a fifth of the life; if it brings no new token, at half of the remaining time each time.
        var left = life.Ends - time.GetUtcNow();
        var wait = tries == 0 ? left - life.Length / 5 : left / 2;
        if (tries > 0 && retryAfter * Math.Pow(2, Math.Min(tries - 1, MostDoublings)) is { } asked && asked < wait)
            wait = asked;
        return wait > LeastWait || tries == 0 ? Larger(wait, TimeSpan.Zero) : LeastWait;
    }

    /// <summary>The token that was requested early; null if there is none.</summary>
    public string? Ahead
    {
        get
        {
            lock (_lock)
                return _ahead;
        }
    }

    /// <summary>The open connection has taken the token that was requested early.</summary>
    public void Reauthenticated(string token)
    {
        lock (_lock)
        {
            Use(token);
            (_ahead, _retryAfter) = (null, null);
        }
    }

    /// <summary>
    /// The server does not accept the token that was requested early. With <paramref name="retryAfter"/> it may accept it, or the next
    /// one, after that time.
    /// </summary>
    public void Rejected(TimeSpan? retryAfter = null)
    {
        lock (_lock)
            (_ahead, _retryAfter) = (null, retryAfter);
    }

    /// <summary>Returns true if there is a new token, for the open connection or the next connect.</summary>
    public async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        var token = await AskAsync(Renew ?? provider!, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            if (token is null || token == _used)
                return false;
            _ahead = token;
            return true;
        }
    }

    /// <summary>
    /// Calls the app's code on a pool thread. A connect may run on a UI thread that the app blocks; a provider called there
    /// would wait for that thread.
    /// </summary>
    private static Task<string?> AskAsync(Func<CancellationToken, Task<string?>> provider, CancellationToken cancellationToken) =>
        Task.Run(() => provider(cancellationToken), CancellationToken.None);

    private string? Use(string? token)
    {
        if (token != _used)
            (_life, _userId) = (TokenLife.Of(token, time.GetUtcNow()), TokenLife.SubjectOf(token));
        _used = token;
        return token;
    }

    private static TimeSpan Larger(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

/// <summary>The expiry and the lifetime of a token, read from a JWT. Only the server validates it.</summary>
/// <param name="Ends">The expiry, by this machine's clock.</param>
/// <param name="Length">The time from issue to expiry.</param>
/// <param name="MayLast">Until when some node may accept it: the token's expiry, and never longer than its length from now,
/// because this machine's clock may be behind.</param>
internal sealed record TokenLife(DateTimeOffset Ends, TimeSpan Length, DateTimeOffset MayLast)
{
    /// <summary>Returns null for a token that is no JWT or has no expiry.</summary>
    public static TokenLife? Of(string? token, DateTimeOffset now) => Read(token, claims => Of(claims, now));

    /// <summary>The user's id; null for a token that is no JWT.</summary>
    public static string? SubjectOf(string? token) =>
        Read(token, claims => claims.TryGetProperty("sub", out var subject) ? subject.GetString() : null);

    private static T? Read<T>(string? token, Func<JsonElement, T?> read)
        where T : class
    {
        if (token?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return read(claims.RootElement);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static TokenLife? Of(JsonElement claims, DateTimeOffset now)
    {
        if (Time(claims, "exp") is not { } ends)
            return null;
        var begins = Time(claims, "iat") ?? Time(claims, "nbf") ?? now;
        var length = ends > begins ? ends - begins : TimeSpan.Zero;
        // If a new token has expired by this machine's clock, the clock is wrong; only the length is certain.
        var last = length < DateTimeOffset.MaxValue - now ? now + length : DateTimeOffset.MaxValue;
        return new(ends > now ? ends : last, length, ends < last ? ends : last);
    }

    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.TryGetDouble(out var seconds)
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
}
