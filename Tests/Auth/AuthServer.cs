using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>
/// A real server with authentication only: a hub that returns the user, and an endpoint like the page's that returns the same.
/// </summary>
internal sealed class AuthServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempDirectory? _ownDirectory;

    private AuthServer(WebApplication app, TempDirectory? ownDirectory)
    {
        _app = app;
        _ownDirectory = ownDirectory;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(20) };
    }

    public HttpClient Http { get; }

    public string Address => _app.Urls.First();

    public FakeLogCollector Log => _app.Services.GetFakeLogCollector();

    public static Task<AuthServer> TrustingAsync(TokenIssuer issuer) => StartAsync(issuer.Settings);

    public static async Task<AuthServer> StartAsync(
        Dictionary<string, string?>? settings = null, string environment = "Production", string? directory = null, string pathBase = "")
    {
        var own = directory is null ? new TempDirectory() : null;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration
            .AddInMemoryCollection(TestPace.Settings.ToDictionary(one => one.Key, one => (string?)one.Value))
            .AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFakeLogging();
        builder.Services.AddChatAuth(builder.Configuration, builder.Environment, directory ?? own!);
        builder.Services.AddSingleton<ITokenRevocation, NothingRevoked>();
        builder.Services.AddSignalR();

        var app = builder.Build();
        if (pathBase.Length > 0)
            app.UsePathBase(pathBase);
        app.UseRouting();
        app.UseChatOrigins();
        app.UseChatAuth();
        app.MapChatAuth();
        app.MapHub<WhoHub>(ChatPaths.Hub).RequireAuthorization(AuthSchemes.HubPolicy);
        app.MapGet("/elsewhere", (HttpContext context) => WhoHub.Describe(context)).RequireAuthorization(AuthSchemes.HubPolicy);
        app.MapGet("/address", (HttpContext context) => $"{context.Request.QueryString}");
        await app.StartAsync();
        return new AuthServer(app, own);
    }

    public Task<HttpResponseMessage> NegotiateAsync(string? token = null, string query = "", string? origin = null, string prefix = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{prefix}{ChatPaths.Hub}/negotiate?negotiateVersion=1{query}");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        return Http.SendAsync(request);
    }

    /// <summary>The status that answers a WebSocket upgrade; 101 if the WebSocket was opened.</summary>
    public async Task<int> UpgradeAsync(string? token = null, string query = "", string? origin = null)
    {
        var hub = new UriBuilder(RawUpgrade.Hub(new Uri(Address))) { Query = query }.Uri;
        return (int)await RawUpgrade.StatusAsync(hub, ("Authorization", token is null ? null : $"Bearer {token}"), ("Origin", origin));
    }

    public Task<HttpResponseMessage> AskAsGuestAsync(string? name) => Http.PostAsJsonAsync(ChatPaths.GuestToken, new { name });

    public async Task<GuestTokenResult> GuestAsync(string name, string? held = null)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Post, ChatPaths.GuestToken) { Content = JsonContent.Create(new { name }) };
        if (held is not null)
            ask.Headers.Authorization = new("Bearer", held);
        using var answer = await Http.SendAsync(ask);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<GuestTokenResult>())!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _ownDirectory?.Dispose();
    }
}

/// <summary>This server has no database, and so no users.</summary>
internal sealed class NothingRevoked : ITokenRevocation
{
    public ValueTask<TokenStanding> CheckAsync(string userId, long? issuedAt, CancellationToken cancellationToken) => default;

    public Task<TokenStanding> CheckStoredAsync(string userId, long? issuedAt, CancellationToken cancellationToken) =>
        Task.FromResult(TokenStanding.Good);

    public ValueTask<DateTimeOffset> TimeOfIssueAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(TimeProvider.System.GetUtcNow());
}

internal sealed class WhoHub : Hub
{
    public string Who() => Describe(Context.GetHttpContext()!);

    public static string Describe(HttpContext context)
    {
        var user = ConnectionUser.From(context.User);
        return $"{user.UserId}|{user.Name}|{TokenExpiry.Of(context)?.ToUnixTimeSeconds()}";
    }
}
