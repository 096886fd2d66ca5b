using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace SignalRChat.ClientConsole.Connection;

/// <summary>
/// Requests a guest token and keeps it while it is valid. Each request carries the previous token, so that the guest stays the same user.
/// The first request carries the token of an earlier run: if the server no longer accepts it, the server creates a new guest.
/// </summary>
internal sealed class GuestTokenProvider(HttpClient http, Uri url, string name, TimeProvider time, GuestFile? file = null)
{
    private static readonly TimeSpan _leastSpare = TimeSpan.FromSeconds(30);

    private readonly GuestTokenResult? _kept = file?.Load();
    private GuestTokenResult? _token;
    private TimeSpan _spare;

    public async Task<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (_token is { } kept && Left(kept) > _spare)
            return kept.AccessToken;

        var address = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + ChatPaths.GuestToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = JsonContent.Create(new GuestTokenRequest { Name = name });
        if ((_token ?? _kept) is { } before)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", before.AccessToken);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (Refusal(answer.StatusCode) is { } refusal)
            throw new ChatAuthenticationException(refusal, answer.StatusCode);

        if (!answer.IsSuccessStatusCode && (_token ?? _kept) is { } held && Left(held) > _leastSpare)
            return held.AccessToken;
        answer.EnsureSuccessStatusCode();
        _token = await answer.Content.ReadFromJsonAsync<GuestTokenResult>(cancellationToken)
            ?? throw new HttpRequestException("The server returned no guest token.");
        _spare = TimeSpan.FromTicks(Math.Max(_leastSpare.Ticks, Left(_token).Ticks / 4));
        file?.Save(_token);
        return _token.AccessToken;
    }

    private TimeSpan Left(GuestTokenResult token) => DateTimeOffset.FromUnixTimeMilliseconds(token.ExpiresAt) - time.GetUtcNow();

    private string? Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => "This server does not accept guests: pass a token with --token or CHAT_TOKEN.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"The server refused a guest token ({(int)status}).",
        HttpStatusCode.BadRequest => $"The server rejects the name '{name}'; expected 1 to {ChatLimits.DisplayNameLength} characters, "
            + "none invisible or control.",
        _ => null,
    };
}
