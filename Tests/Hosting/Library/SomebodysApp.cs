using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SignalRChat.Hosting.Library;

namespace SignalRChat.Tests.Hosting.Library;

/// <summary>
/// An app that has a hub, a default scheme, a policy for all endpoints, limits, log filters and middleware, perhaps with the chat in it
/// at <c>/chat</c>.
/// </summary>
internal sealed class SomebodysApp(WebApplication app) : IAsyncDisposable
{
    public const string Section = "Talk";
    public const string Quiet = "Somebody.Quiet";

    public WebApplication App => app;

    public Uri Url => new(app.Urls.First());

    public Uri Chat => new(Url, "/chat/");

    public EmbeddedChat Embedded => app.Services.GetRequiredService<EmbeddedChat>();

    public FakeLogCollector Log => app.Services.GetFakeLogCollector();

    public static WebApplicationBuilder CreateBuilder(Dictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentConnections = 77);
        builder.Logging.ClearProviders().AddFakeLogging().AddFilter(Quiet, LogLevel.Error);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(25));
        builder.Services.AddAuthentication("Theirs").AddScheme<AuthenticationSchemeOptions, TheirScheme>("Theirs", null);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy("talkers", policy => policy.RequireAuthenticatedUser().RequireClaim("talks"));
        builder.Services.AddSingleton<IUserIdProvider, TheirUserIds>();
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 4321)
            .AddJsonProtocol(json => json.PayloadSerializerOptions.PropertyNamingPolicy = null);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = null);
        return builder;
    }

    /// <summary>Starts the app, and by default waits until the chat serves clients too.</summary>
    public static async Task<SomebodysApp> StartAsync(
        WebApplicationBuilder builder, bool chatToo = true, Action<WebApplication>? compose = null)
    {
        var app = builder.Build();
        compose?.Invoke(app);
        // The framework's WebSockets for their hub: the chat must not take them for its own.
        app.UseWebSockets();
        app.Use((context, next) =>
        {
            context.Response.Headers["X-Theirs"] = "yes";
            return next(context);
        });
        app.MapHub<TheirHub>("/theirs");
        app.MapGet("/me", (ClaimsPrincipal user) => new Me(user.Identity!.Name, user.Identity.AuthenticationType));
        app.MapSignalRChat("/chat", health: true);
        var started = new SomebodysApp(app);
        try
        {
            await app.StartAsync().WaitAsync(Eventually.Deadline);
            if (chatToo)
                await started.Embedded.Start.WaitAsync(Eventually.Deadline);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal sealed record Me(string? Name, string? By);
}

/// <summary>The user that a header names, with the claims of the framework.</summary>
internal sealed class TheirScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Header = "X-User";
    public const string Silent = "silent";

    private const string Bearer = "Bearer theirs-";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var name = Request.Headers[Header].ToString();
        if (Request.Headers.Authorization.ToString() is var token && token.StartsWith(Bearer, StringComparison.Ordinal))
            name = token[Bearer.Length..];
        if (name.Length == 0)
            return Task.FromResult(AuthenticateResult.NoResult());
        List<Claim> claims = [new(ClaimTypes.NameIdentifier, $"id-{name}"), new(ClaimTypes.Name, name)];
        if (name != Silent)
            claims.Add(new("talks", "yes"));
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name));
        return Task.FromResult(AuthenticateResult.Success(new(user, Scheme.Name)));
    }
}

internal sealed class TheirHub : Hub
{
    public Task<TheirAnswer> Echo(string text) => Task.FromResult(new TheirAnswer(text, Context.UserIdentifier));
}

internal sealed record TheirAnswer(string Text, string? UserId);

internal sealed class TheirUserIds : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection) => $"their {connection.User.Identity?.Name}";
}
