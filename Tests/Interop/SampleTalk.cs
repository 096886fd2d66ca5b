using System.Text.Json;
using SignalRChat.Contracts;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Interop;

/// <summary>A client of <c>samples/clients</c>, behind a proxy that cuts its connections.</summary>
internal sealed class SampleTalk : IAsyncDisposable
{
    /// <summary>More than ten pings of the server, which are ten seconds, and less than an update or an answer.</summary>
    private const int TenPings = 150;

    private readonly SampleClients _samples;
    private readonly string _library;
    private readonly TcpProxy _proxy;
    private SampleClient? _client;

    private SampleTalk(SampleClients samples, ChatServer server, string library)
    {
        (_samples, _library, Server, Target) = (samples, library, server, server.Url);
        _proxy = TcpProxy.Start(() => Target);
    }

    /// <summary>The address of the next connection.</summary>
    public Uri Target { get; set; }

    private ChatServer Server { get; set; }

    private SampleClient Client => _client ?? throw new InvalidOperationException("There is no client.");

    public static async Task<SampleTalk> StartAsync(SampleClients samples, ChatServer server, string library)
    {
        var talk = new SampleTalk(samples, server, library);
        talk._client = samples.Start(library, talk._proxy.Url, await talk.TokenAsync("Ann"));
        return talk;
    }

    public async Task LoseConnectionsAsync()
    {
        await Client.WritesAsync("joined with a snapshot");
        await Client.TypeAsync("Grüße 👋");
        await Client.WritesAsync("#1 Ann: Grüße 👋", "sent: #1");

        await Client.TypeAsync(new string('x', ChatLimits.TextLength + 1));
        await Client.WritesAsync($"refused: {ChatErrorCodes.TextTooLong}");

        var passed = _proxy.Passed(Way.ToServer);
        await Eventually.TrueAsync(() => _proxy.Passed(Way.ToServer) > passed, $"{_library} pings");

        _proxy.CutAfter(Way.ToClient, TenPings);
        await Client.TypeAsync("once");
        await Client.WritesAsync("closed", "joined with the cursor", "#2 Ann: once", "sent: #2 again");

        // The connection stays open and carries nothing any more.
        _proxy.BlackHole();
        _proxy.Pass();
        await AskAsync("PUT", $"/rooms/{_library}/messages/{TestClient.NewId()}", new { kind = "system", text = "meanwhile" });
        await Client.TypeAsync("into silence");
        await Client.WritesAsync("closed", "joined with the cursor", "#3 System: meanwhile", "#4 Ann: into silence", "sent: #4");
        Assert.All(["Ann: once", "System: meanwhile", "Ann: into silence"], text => Assert.Equal(1, Client.Count(text)));
    }

    /// <summary>
    /// The server stops. The next one refuses a message for now and loses the connection, and the client retries after the next join. So
    /// it sends the message twice, and the second answer must not count for the message after it.
    /// </summary>
    public async Task RetryAsync()
    {
        await Client.WritesAsync($"{1001}", SessionEndCodes.ServerStopping, "joined with a snapshot");
        await Client.TypeAsync("now");
        await Client.TypeAsync("then");
        await Client.WritesAsync($"refused: {ChatErrorCodes.RateLimited}", "joined with the cursor", "sent: #1");
        await Client.WritesAsync("sent: #2");
    }

    /// <summary>The next server has another database.</summary>
    public async Task MoveAsync(ChatServer next)
    {
        (Server, Target) = (next, next.Url);
        _proxy.Reset();
        await Client.WritesAsync("closed", "joined with a snapshot");
        await Client.TypeAsync("elsewhere");
        await Client.WritesAsync("#1 Ann: elsewhere", "sent: #1");
    }

    public async Task IsRevokedAsync()
    {
        await AskAsync("DELETE", $"/rooms/{_library}/members/{UserOf("Ann")}");
        await Client.WritesAsync($"removed: {RoomRemovalCodes.Kicked}");
        await Client.TypeAsync("from outside");
        await Client.WritesAsync($"refused: {ChatErrorCodes.NotAMember}");

        await AskAsync("POST", $"/users/{UserOf("Ann")}/revoke");
        await Client.WritesAsync($"{1008}", SessionEndCodes.TokenRevoked, $"{401}");
        await Client.EndsAsync();
    }

    public async Task IsBannedAsync()
    {
        await using var client = _samples.Start(_library, Server.Url, await TokenAsync("Bob"));
        await client.WritesAsync("joined");

        await AskAsync("PUT", $"/users/{UserOf("Bob")}", new { banned = true });

        await client.WritesAsync($"{1008}", SessionEndCodes.Banned);
        await client.EndsAsync();
        Assert.Equal(1, client.Count($"{1008}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    private string UserOf(string name) => $"{name}-of-{_library}";

    private async Task<string> TokenAsync(string name) =>
        (await AskAsync("POST", "/tokens", new { userId = UserOf(name), name })).GetProperty("accessToken").GetString()!;

    private async Task<JsonElement> AskAsync(string method, string path, object? body = null)
    {
        var text = body is null ? null : JsonSerializer.Serialize(body);
        var answer = await ApiServer.AskAsync(Server, path, ApiServer.KeyOf("all"), method, text);
        Assert.True(answer.Status is 200 or 201, $"{method} {path}: {answer.Text}");
        return answer.Json;
    }
}
