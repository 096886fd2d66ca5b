using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SignalRChat.Faults.Workload.Service;

/// <summary>
/// The server API as a backend calls it. Its connections do not live long, so that its requests go to all nodes. A request without an
/// answer ends with an exception of <see cref="Raw.RawLink.IsLoss"/>.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan _connectWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _connectionLife = TimeSpan.FromSeconds(3);
    // A link that has swallowed a request stays silent. This is short enough to notice it while the fault lasts, or just after.
    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(500);

    private static readonly HttpStatusCode[] _retryable =
        [HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    private readonly HttpClient _http;

    public ApiClient(Uri door, string key)
    {
        var sockets = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = _connectWithin,
            PooledConnectionLifetime = _connectionLife,
        };
        _http = new HttpClient(sockets) { BaseAddress = new Uri(door, "api/v1/"), Timeout = _answerWithin };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    /// <summary>Returns the status and the body of the answer.</summary>
    /// <exception cref="ApiRefusal">The server rejected the request.</exception>
    public async Task<(HttpStatusCode Status, T Body)> AskAsync<T>(
        HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: _json);
        using var answer = await _http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw await RefusalAsync(answer, cancellationToken);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<T>(_json, cancellationToken))!);
    }

    /// <summary>Returns the body of the answer to a GET.</summary>
    /// <exception cref="ApiRefusal">The server rejected the request.</exception>
    public async Task<string> AskTextAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(path, cancellationToken);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadAsStringAsync(cancellationToken)
            : throw await RefusalAsync(answer, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<ApiRefusal> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var hasCode = text.StartsWith('{');
        var code = hasCode ? JsonSerializer.Deserialize<Problem>(text, _json)!.Code : null;
        TimeSpan? retryAfter = _retryable.Contains(answer.StatusCode) ? answer.Headers.RetryAfter?.Delta ?? _retry : null;
        return new ApiRefusal(code ?? $"http-{(int)answer.StatusCode}", retryAfter);
    }

    private sealed record Problem(string? Code);
}

/// <summary>The server rejected a request. Without <paramref name="retryAfter"/> the rejection is final.</summary>
internal sealed class ApiRefusal(string code, TimeSpan? retryAfter) : Exception(code)
{
    public string Code { get; } = code;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
