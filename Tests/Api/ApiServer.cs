using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>A server with one API key for each scope, and one that has all of them. Its database is empty.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    public const string AllScopes = "rooms,messages,users,webhooks,read";

    internal ChatServer Server { get; private set; } = null!;

    public static Dictionary<string, string?> Key(string name, string scopes = AllScopes) => new()
    {
        [$"Api:Keys:{name}:Sha256"] = HashOf(name),
        [$"Api:Keys:{name}:Scopes"] = scopes,
    };

    /// <summary>The key of this name: a test has no secrets.</summary>
    public static string KeyOf(string name) => $"key-of-{name}-{new string('x', 32)}";

    public static string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(name))));

    public Task InitializeAsync()
    {
        var settings = Key("all");
        foreach (var scope in AllScopes.Split(','))
            Key(scope, scope).ToList().ForEach(one => settings.Add(one.Key, one.Value));
        Server = new ChatServer(settings);
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        Server.Dispose();
        return Task.CompletedTask;
    }

    internal Task<Answer> GetAsync(string path, string? key = "all") => AskAsync(Server, path, key is null ? null : KeyOf(key));

    /// <summary>Sends a body: the text of it, or what is written as JSON.</summary>
    internal Task<Answer> SendAsync(
        string method, string path, object? body = null, string key = "all", string? unlessTag = null, string? ifTag = null)
    {
        var text = body as string ?? (body is null ? null : JsonSerializer.Serialize(body));
        return AskAsync(Server.Url, path, KeyOf(key), method, text, unlessTag, ifTag);
    }

    internal static Task<Answer> AskAsync(
        ChatServer server, string path, string? bearer, string method = "GET", string? body = null, string? unlessTag = null) =>
        AskAsync(server.Url, path, bearer, method, body, unlessTag);

    internal static async Task<Answer> AskAsync(
        Uri server, string path, string? bearer, string method = "GET", string? body = null, string? unlessTag = null,
        string? ifTag = null)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1{path}");
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } };
        if (ifTag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifTag);
        if (unlessTag is not null)
            request.Headers.IfNoneMatch.ParseAdd(unlessTag);
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request).WaitAsync(TestClient.Deadline);
        return await Answer.ReadAsync(response);
    }
}

/// <summary>The status and the JSON of an answer.</summary>
internal sealed record Answer(int Status, string? MediaType, string Text, string? Challenge, string? Tag, string? RetryAfter)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync(),
        response.Headers.WwwAuthenticate.FirstOrDefault()?.Scheme,
        response.Headers.ETag?.ToString(),
        response.Headers.RetryAfter?.ToString());

    public void IsProblem(int status, string code)
    {
        Assert.Equal((status, code, "application/problem+json"), (Status, Code, MediaType));
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(Json.GetProperty("detail").GetString()));
    }
}
