using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting.Library;

/// <summary>Users chat who are signed in to the app with its cookie, or with a token.</summary>
public sealed class CookieUserTests : IAsyncLifetime, IDisposable
{
    private const string Key = "key-of-the-backend";

    private readonly TempDirectory _data = new();
    private readonly ConcurrentQueue<(string? User, string Authorization)> _found = [];
    private SomebodysApp _app = null!;

    private Uri Hub => RawUpgrade.Hub(_app.Url, path: $"/chat{ChatPaths.Hub}");

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Api:Keys:backend:Sha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
            ["Api:Keys:backend:Scopes"] = "users",
        };
        var builder = EmbeddedTests.WithChat(_data, settings, chat => chat.UseAppAuthentication("members"));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddAuthorizationBuilder().AddPolicy("members", policy => policy
            .AddAuthenticationSchemes("Theirs", CookieAuthenticationDefaults.AuthenticationScheme)
            .RequireAuthenticatedUser());
        _app = await SomebodysApp.StartAsync(
            builder,
            compose: app =>
            {
                app.Use(RecordAsync);
                app.MapPost("/sign-in/{name}/{seconds:int}", AnswerSignInAsync).AllowAnonymous();
            });
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _data.Dispose();

    /// <summary>Regression: a page that was signed in with a token wrote as the user of the browser's cookie.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_is_stronger_than_the_browsers_cookie(bool isInQuery)
    {
        var anna = await SignInAsync("anna");
        await using var bert = await ConnectAsync(anna, http =>
        {
            if (isInQuery)
                (http.SkipNegotiation, http.Url) = (true, new($"{http.Url}?access_token=theirs-bert"));
            else
                http.AccessTokenProvider = () => Task.FromResult<string?>("theirs-bert");
        });
        await bert.JoinAsync("lobby");

        var sent = await bert.SendAsync("lobby", "hello");

        Assert.Equal("id-bert", Assert.Single(await bert.ReadThroughAsync(0, sent.Revision)).UserId);
        (string, string?)[] bad = isInQuery ? [] : [("Authorization", "Bearer unknown")];
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await RawUpgrade.StatusAsync(
                isInQuery ? RawUpgrade.Hub(_app.Url, "unknown", Hub.AbsolutePath) : Hub,
                [.. bad, ("Cookie", anna.GetCookieHeader(_app.Url))]));
    }

    [Fact]
    public async Task A_user_chats_with_the_apps_cookie_on_the_apps_pages_and_until_the_app_ends_it()
    {
        var (anna, bea) = (await SignInAsync("anna"), await SignInAsync("bea"));
        await using var client = new ChatClient(new() { Url = _app.Chat, Cookies = anna });
        await client.ConnectAsync().WaitAsync(TestClient.Deadline);
        // Not the first connection of the server, which may take long: the ticket must last until this one is open.
        var zoe = await SignInAsync("zoe", seconds: 6);
        await using var brief = await ConnectAsync(zoe);
        await client.JoinAsync("lobby").WaitAsync(TestClient.Deadline);
        await client.SendAsync("lobby", "hello").WaitAsync(TestClient.Deadline);
        var page = await client.GetHistoryAsync("lobby").WaitAsync(TestClient.Deadline);
        Assert.Equal(("id-anna", "anna"), (Assert.Single(page.Messages).UserId, page.Messages[0].Name));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync(anna, _app.Url.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(anna, "https://elsewhere.example"));

        using var backend = new HttpClient { BaseAddress = new(_app.Chat, "api/v1/users/"), Timeout = TestClient.Deadline };
        backend.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await using var banned = await ConnectAsync(anna);
        await using var revoked = await ConnectAsync(bea);
        (await backend.PutAsJsonAsync("id-anna", new { banned = true })).EnsureSuccessStatusCode();
        (await backend.PostAsync("id-bea/revoke", null)).EnsureSuccessStatusCode();

        Assert.Equal(SessionEndCodes.Banned, (await banned.NextAsync<SessionEnd>()).Code);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(anna));
        Assert.Equal(SessionEndCodes.TokenRevoked, (await revoked.NextAsync<SessionEnd>()).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(bea));
        // The ticket has whole seconds, so one of the second of the revocation is refused too.
        await Eventually.HoldsAsync(async () => await StatusAsync(await SignInAsync("bea")) == HttpStatusCode.SwitchingProtocols);
        Assert.Equal(SessionEndCodes.TokenExpired, (await brief.NextAsync<SessionEnd>()).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(zoe));
    }

    [Fact]
    public async Task The_apps_middleware_finds_its_request_unchanged()
    {
        using var handler = new HttpClientHandler { CookieContainer = await SignInAsync("anna") };
        using var http = new HttpClient(handler) { BaseAddress = _app.Chat, Timeout = TestClient.Deadline };
        (await http.PostAsync("hubs/chat/negotiate", null)).EnsureSuccessStatusCode();
        // The answer may be here before the middleware continues.
        await Eventually.EqualAsync(1, () => _found.Count, "requests that the middleware has seen");
        http.DefaultRequestHeaders.Authorization = new("Bearer", "theirs-bert");
        (await http.PostAsync("hubs/chat/negotiate", null)).EnsureSuccessStatusCode();
        await Eventually.EqualAsync(2, () => _found.Count, "requests that the middleware has seen");

        Assert.Equal([(null, ""), ("bert", "Bearer theirs-bert")], _found);
    }

    /// <summary>Records what the app knows of a negotiation after the chat has answered it.</summary>
    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Request.Path.Value!.EndsWith("/negotiate", StringComparison.Ordinal))
            _found.Enqueue((context.User.Identity?.Name, context.Request.Headers.Authorization.ToString()));
    }

    private static Task AnswerSignInAsync(HttpContext context, string name, int seconds) => context.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        new(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, $"id-{name}"), new(ClaimTypes.Name, name)],
            CookieAuthenticationDefaults.AuthenticationScheme)),
        new() { ExpiresUtc = TimeProvider.System.GetUtcNow().AddSeconds(seconds) });

    /// <summary>Returns the cookies of a browser in which the user has signed in.</summary>
    private async Task<CookieContainer> SignInAsync(string name, int seconds = 600)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var browser = new HttpClient(handler) { BaseAddress = _app.Url, Timeout = TestClient.Deadline };
        (await browser.PostAsync($"/sign-in/{name}/{seconds}", null)).EnsureSuccessStatusCode();
        return cookies;
    }

    private Task<TestClient> ConnectAsync(CookieContainer cookies, Action<HttpConnectionOptions>? configure = null) =>
        TestClient.ConnectAsync(
            _app.Url, new(), "json", transport: HttpTransportType.WebSockets, prefix: "/chat", configure: http =>
            {
                (http.AccessTokenProvider, http.Cookies) = (null, cookies);
                configure?.Invoke(http);
            });

    private Task<HttpStatusCode> StatusAsync(CookieContainer cookies, string? origin = null) =>
        RawUpgrade.StatusAsync(Hub, ("Cookie", cookies.GetCookieHeader(_app.Url)), ("Origin", origin));
}
