using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SignalRChat.Contracts;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Interop;

/// <summary>The backends of <c>samples/</c>, as processes in front of a real server.</summary>
public sealed class SampleBackendTests
{
    [Theory]
    [InlineData("dotnet")]
    [InlineData("node")]
    public async Task A_sample_gives_its_users_tokens_makes_them_a_room_and_follows_it(string runtime)
    {
        using var server = new ChatServer(UserTokenTests.Settings(UserTokenTests.NewKey()));
        await using var backend = await SampleBackend.StartAsync(runtime, server.Url, ApiServer.KeyOf("all"));

        Assert.Equal(401, (int)(await backend.PostAsync("/chat-token", "ann", "wrong")).StatusCode);
        Assert.Equal(401, (int)(await backend.PostAsync("/chat-token")).StatusCode);
        Assert.Equal("ann", (await backend.PostJsonAsync("/sign-in", "ann", "ann-password")).GetProperty("user").GetString());
        // With the cookie of the session.
        Assert.Equal(200, (int)(await backend.PostAsync("/chat-token")).StatusCode);
        var room = (await backend.PostJsonAsync("/orders/bob", "ann", "ann-password")).GetProperty("room").GetString()!;
        await using var bob = await ConnectAsync(server, backend, "bob");
        var joined = await bob.JoinAsync(room);
        await bob.SendAsync(room, "on its way");

        Assert.Equal("Ann has ordered from Bob.", Assert.Single(joined.Update!.Messages).Text);
        await backend.SaysAsync($"{room} system System: Ann has ordered from Bob.");
        await backend.SaysAsync($"{room} user Bob: on its way");
        await using var ann = await ConnectAsync(server, backend, "ann");
        Assert.Equal(3, (await ann.JoinAsync(room)).Head);
    }

    [Theory]
    [InlineData("samples/README.md")]
    [InlineData("samples/node/backend.mjs")]
    [InlineData("samples/aspnetcore/Program.cs")]
    public void A_sample_calls_the_server_where_the_tutorial_starts_it(string file)
    {
        const string address = "CHAT_URL=http://127.0.0.1:5000";

        Assert.Contains(address, RepositoryRoot.Read("docs/tutorial.md"), StringComparison.Ordinal);
        Assert.Contains(address.Split('=')[1], RepositoryRoot.Read(file), StringComparison.Ordinal);
    }

    private static async Task<TestClient> ConnectAsync(ChatServer server, SampleBackend backend, string user)
    {
        var token = await backend.PostJsonAsync("/chat-token", user, $"{user}-password");
        var guest = new GuestTokenResult { AccessToken = token.GetProperty("accessToken").GetString()! };
        return await TestClient.ConnectAsync(server, guest, "json");
    }
}

/// <summary>A running sample.</summary>
internal sealed class SampleBackend : IAsyncDisposable
{
    /// <summary>Its own output folder, beside that of the tests.</summary>
    private static readonly string _aspNetCore = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Backend", new DirectoryInfo(AppContext.BaseDirectory).Name, "SignalRChat.SampleBackend.dll");

    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly HttpClient _http = new();
    private readonly StringBuilder _said = new();

    private SampleBackend(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _guard = new ProcessGuard(_process.Id);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static async Task<SampleBackend> StartAsync(string runtime, Uri chat, string key)
    {
        string[] arguments = runtime == "node"
            ? [Path.Combine(RepositoryRoot.Path, "samples/node/backend.mjs")]
            : [_aspNetCore, "--urls", "http://127.0.0.1:0"];
        var start = new ProcessStartInfo(runtime, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("Url", chat.ToString()), ("Key", key) })
            (start.Environment[$"CHAT_{name.ToUpperInvariant()}"], start.Environment[$"Chat__{name}"]) = (value, value);
        start.Environment["PORT"] = "0";
        var backend = new SampleBackend(start);
        await backend.SaysAsync("istening on");
        var address = System.Text.RegularExpressions.Regex.Match(backend.Said, @"http://127\.0\.0\.1:\d+").Value;
        backend._http.BaseAddress = new Uri(address);
        return backend;
    }

    public Task SaysAsync(string text) => Eventually.HoldsAsync(
        () => Task.FromResult(Said.Contains(text, StringComparison.Ordinal)), () => $"The sample has not written {text}:\n{Said}");

    public async Task<HttpResponseMessage> PostAsync(string path, string? user = null, string? password = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (user is not null)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }
        return await _http.SendAsync(request).WaitAsync(TestClient.Deadline);
    }

    public async Task<JsonElement> PostJsonAsync(string path, string user, string password)
    {
        using var answer = await PostAsync(path, user, password);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}\n{Said}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _guard.Dispose();
        _process.Dispose();
        _http.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
    }
}
