using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SignalRChat.Tests.Hosting.Library;

/// <summary>The chat in an app: the app's services and options stay as they are.</summary>
public sealed class UnchangedAppTests
{
    [Fact]
    public void The_chat_adds_its_host_to_the_services_and_nothing_else()
    {
        var builder = SomebodysApp.CreateBuilder();
        var before = builder.Services.ToList();

        builder.Services.AddSignalRChat(builder.Configuration.GetSection(SomebodysApp.Section));

        Assert.Equal(before, builder.Services.Take(before.Count));
        Assert.Equal(["EmbeddedChat", nameof(IHostedService)], builder.Services.Skip(before.Count).Select(added => added.ServiceType.Name));
        Assert.Throws<InvalidOperationException>(() => builder.Services.AddSignalRChat(builder.Configuration));
    }

    [Fact]
    public async Task Nothing_of_the_app_changes_when_the_chat_runs_in_it()
    {
        await using var without = SomebodysApp.CreateBuilder().Build();
        using var data = new TempDirectory();
        await using var embedded = await SomebodysApp.StartAsync(EmbeddedTests.WithChat(data));

        Assert.Equal(await DescribeAsync(without.Services), await DescribeAsync(embedded.App.Services));
    }

    private static async Task<string> DescribeAsync(IServiceProvider app)
    {
        var hubs = app.GetRequiredService<IOptions<HubOptions>>().Value;
        var theirs = app.GetRequiredService<IOptions<HubOptions<TheirHub>>>().Value;
        var schemes = app.GetRequiredService<IAuthenticationSchemeProvider>();
        var kestrel = app.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        var http = app.GetRequiredService<IOptions<HttpJson>>().Value.SerializerOptions;
        var authorization = app.GetRequiredService<IAuthorizationPolicyProvider>();
        string[] facts =
        [
            $"protocols: {Names(app.GetServices<IHubProtocol>())}",
            $"resolver: {Names([app.GetRequiredService<IHubProtocolResolver>()])}",
            $"hubs: {hubs.MaximumReceiveMessageSize} {hubs.KeepAliveInterval} {hubs.ClientTimeoutInterval} {hubs.HandshakeTimeout} "
                + $"{hubs.MaximumParallelInvocationsPerClient}",
            $"their hub: {theirs.MaximumReceiveMessageSize} {theirs.KeepAliveInterval} {theirs.SupportedProtocols?.Count}",
            $"users: {Names([app.GetRequiredService<IUserIdProvider>()])}",
            $"lifetime: {Names([app.GetRequiredService<HubLifetimeManager<TheirHub>>()])}",
            $"context: {Names([app.GetRequiredService<IHttpContextFactory>()])}",
            $"log: {Names([app.GetRequiredService<ILoggerFactory>()])}",
            .. app.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.Rules.Select(rule => $"log filter: {rule}"),
            .. (await schemes.GetAllSchemesAsync()).Select(scheme => $"scheme: {scheme.Name}"),
            $"default scheme: {(await schemes.GetDefaultAuthenticateSchemeAsync())?.Name}",
            $"policies: {(await authorization.GetFallbackPolicyAsync())?.Requirements.Count}",
            $"policy of the chat: {await authorization.GetPolicyAsync("chat-hub")}",
            $"refusals: {Names([app.GetRequiredService<IAuthorizationMiddlewareResultHandler>()])}",
            $"kestrel: {kestrel.Limits.MaxConcurrentConnections} {kestrel.AddServerHeader} {kestrel.Limits.MinResponseDataRate}",
            $"sockets: {app.GetRequiredService<IOptions<SocketTransportOptions>>().Value.UnsafePreferInlineScheduling}",
            $"host: {app.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout}",
            $"names: {string.Join(';', app.GetRequiredService<IOptions<HostFilteringOptions>>().Value.AllowedHosts)}",
            $"json: {http.DefaultIgnoreCondition} {http.NumberHandling} {http.PropertyNamingPolicy}",
            $"handlers: {app.GetRequiredService<IOptions<RouteHandlerOptions>>().Value.ThrowOnBadRequest}",
            $"cors: {app.GetRequiredService<IOptions<CorsOptions>>().Value.GetPolicy("chat-origins")}",
        ];
        return string.Join('\n', facts.Select(fact => fact.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Names(IEnumerable<object> objects) => string.Join(',', objects.Select(one => one.GetType().Name));
}
