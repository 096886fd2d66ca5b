using System.Net;
using System.Runtime.CompilerServices;

namespace SignalRChat.Samples.Backend;

/// <summary>The server API of the chat. Every change has a natural key, so it is safe to send it again.</summary>
internal sealed class ChatApi(HttpClient http)
{
    private const int Retries = 8;

    private static readonly HttpStatusCode[] _retryable =
    [
        HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout,
    ];

    /// <summary>A token with which the user's page or app connects.</summary>
    public Task<ChatToken> TokenAsync(string userId, string name, CancellationToken cancel) =>
        AskAsync<ChatToken>(HttpMethod.Post, "tokens", new { userId, name, ttl = 3600 }, cancel);

    /// <summary>Quiet: members come and go without a message.</summary>
    public Task MakePrivateRoomAsync(string room, string title, CancellationToken cancel) =>
        AskAsync<Changed>(HttpMethod.Put, $"rooms/{room}", new { kind = "private", title, announce = false }, cancel);

    public Task AddMemberAsync(string room, string userId, string name, CancellationToken cancel) =>
        AskAsync<Changed>(HttpMethod.Put, $"rooms/{room}/members/{Uri.EscapeDataString(userId)}", new { name }, cancel);

    /// <summary>The caller makes the id once, and keeps it until the post is answered.</summary>
    public Task PostAsSystemAsync(string room, Guid messageId, string text, CancellationToken cancel) =>
        AskAsync<Changed>(HttpMethod.Put, $"rooms/{room}/messages/{messageId}", new { kind = "system", text }, cancel);

    /// <summary>
    /// Yields each message of a room in its newest form, from the beginning on, for ever. A backend that keeps <c>through</c> and
    /// <c>epoch</c> of the last page continues after it.
    /// </summary>
    public async IAsyncEnumerable<ChatMessage> FollowAsync(string room, [EnumeratorCancellation] CancellationToken cancel)
    {
        var cursor = "after=0";
        while (true)
        {
            var page = await AskAsync<Page>(HttpMethod.Get, $"rooms/{room}/updates?{cursor}&wait=25", null, cancel);
            foreach (var message in page.Messages)
                yield return message;
            cursor = $"after={page.Through}&epoch={page.Epoch}";
        }
    }

    private async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await SendAsync(method, path, body, cancel);
            if (answer is { IsSuccessStatusCode: true })
                return (await answer.Content.ReadFromJsonAsync<T>(cancel))!;
            if (attempt == Retries || (answer is not null && !_retryable.Contains(answer.StatusCode)))
            {
                var problem = answer is null ? null : await answer.Content.ReadFromJsonAsync<Problem>(cancel);
                throw new HttpRequestException($"{method} {path}: {problem?.Code ?? "no answer"} {problem?.Detail}");
            }
            var seconds = Math.Min(Math.Pow(2, attempt) / 4, 10);
            await Task.Delay(answer?.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(seconds), cancel);
        }
    }

    /// <summary>Null if no answer came: whether the change was made is not known, so send it again.</summary>
    private async Task<HttpResponseMessage?> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            return await http.SendAsync(request, cancel);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed record Changed(long Revision);

    private sealed record Page(string Epoch, long Through, ChatMessage[] Messages);

    private sealed record Problem(string? Code, string? Detail);
}

internal sealed record ChatToken(string AccessToken, long ExpiresAt, string UserId);

internal sealed record ChatMessage(string? Kind, string Name, string Text);
