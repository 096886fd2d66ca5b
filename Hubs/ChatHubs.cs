using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Hubs.Connections;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Filters;
using SignalRChat.Hubs.Protocol;
using SignalRChat.Hubs.Transport;
using SignalRChat.Hubs.Transport.Budgets;
using SignalRChat.Hubs.Transport.Sockets;
using SignalRChat.Services.Inbox;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Presence;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Storage;
using SignalRChat.Services.Typing;

namespace SignalRChat.Hubs;

internal static class ChatHubs
{
    /// <summary>
    /// The clients' own time-out and ours act first; SignalR's gives no reason and acts only if both are missing.
    /// </summary>
    private static readonly TimeSpan _backstopAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Far beyond the connection monitor's limit: a slow reader is judged by its progress, not by how long a whole buffer takes.
    /// </summary>
    private static readonly TimeSpan _transportSendTimeout = TimeSpan.FromHours(1);

    /// <summary>
    /// The most calls of a connection that SignalR has read and not answered, beside those whose commands are queued
    /// (<see cref="CallOrder.MostQueued"/>). SignalR reads no further, so this bounds what a client costs that does not read.
    /// </summary>
    private const int MaxCallsInFlight = 8;

    public static IServiceCollection AddChatHubs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<LivenessOptions>(configuration, LivenessOptions.SectionName);
        services.AddCheckedOptions<TransportOptions>(configuration, TransportOptions.SectionName);

        services.AddSignalR().AddChatProtocols().AddChatBackplane(configuration);
        services.AddOptions<HubOptions>()
            .Configure<IOptions<LivenessOptions>, IOptions<LimitOptions>, IOptions<RateLimitOptions>>(ConfigureLimits)
            .Configure<CallOrderFilter, ErrorFilter, RateLimitFilter, ValidationFilter>(AddFilters);
        services.AddSingleton<IHubActivator<ChatHub>, ChatHubActivator>();
        services.AddSingleton<IUserIdProvider, SubjectUserIdProvider>();
        services.AddSingleton<HubMetrics>();
        services.AddSingleton<CallOrderFilter>();
        services.AddSingleton<CallOutcomes>();
        services.AddSingleton<ErrorFilter>();
        services.AddSingleton<RateLimitFilter>();
        services.AddSingleton<ValidationFilter>();
        services.AddDelivery();

        // A write continues to the socket on the thread that makes it: by default it changes threads for each member. The input
        // from clients is still read on other threads.
        services.Configure<SocketTransportOptions>(static sockets => sockets.UnsafePreferInlineScheduling = true);

        // It logs every refusal as an error with its stack, so any client could fill the log. ErrorFilter logs each call, and
        // logs defects as errors. If it may log anything, it also makes an Activity for each call.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None));

        services.AddSingleton<ConnectionCloser>();
        services.AddSingleton<SlowConnections>();
        services.AddSingleton<HubRequestTracker>();
        services.AddDrain(configuration);
        services.TryAddSingleton<Func<double>>(static () => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30));
        services.AddSingleton<ConnectionRateLimits>();
        services.AddSingleton<ConnectionOwners>();
        services.AddChatSockets(configuration);
        services.AddSingleton<HubSockets>();
        services.AddHostedService(provider => provider.GetRequiredService<HubSockets>());
        services.AddHostedService<ConnectionMonitor>();
        services.AddSingleton<ITokenRevocation, TokenRevocation>();
        services.AddHostedService<AccessMonitor>();
        // After the backplane, which opens the connection that it waits for.
        services.AddHostedService<InitialPeerSync>();
        return services;
    }

    /// <summary>Must be registered after the client's address and the path are known, and before everything else.</summary>
    public static IApplicationBuilder UseHubConnections(this IApplicationBuilder app) => app.UseWhen(
        IsForHub,
        requests => requests
            .UseHubRequestCount()
            .UseHubSockets(new ConnectionBuilder(app.ApplicationServices).UseHub<ChatHub>().Build()));

    /// <summary>Must be registered before the endpoints and after authentication.</summary>
    public static IApplicationBuilder UseChatHubs(this IApplicationBuilder app) => app.UseWhen(
        IsForHub,
        hub => hub
            .UseHubRequestCheck()
            .UseHubBudget()
            .UseHubUpgrades()
            .UseNodeCapacity()
            .UseConnectionOwners()
            .UsePendingHandshakes());

    public static void MapChatHubs(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var transports = services.GetRequiredService<IOptions<TransportOptions>>().Value;
        if (transports.HasFallbacks)
        {
            endpoints.MapFallbacks(transports.Types);
        }
        else
        {
            endpoints.MapPost(ChatPaths.Hub + "/negotiate", Negotiation.AnswerAsync).RequireAuthorization(AuthSchemes.HubPolicy);
            endpoints.Map(ChatPaths.Hub, Negotiation.RefuseAsync).RequireAuthorization(AuthSchemes.HubPolicy);
        }
        services.GetRequiredService<Drain>().Register(services.GetRequiredService<IHostApplicationLifetime>());
    }

    private static bool IsForHub(HttpContext context) => context.Request.Path.StartsWithSegments(ChatPaths.Hub);

    /// <summary>
    /// SignalR's own transports, and its negotiate, which keeps a connection on this node. Their requests need affinity.
    /// WebSockets do not get here.
    /// </summary>
    private static void MapFallbacks(this IEndpointRouteBuilder endpoints, HttpTransportType transports)
    {
        var services = endpoints.ServiceProvider;
        var time = services.GetRequiredService<TimeProvider>();
        var owners = services.GetRequiredService<ConnectionOwners>();
        var requests = services.GetRequiredService<HubRequestTracker>();
        var maxFrame = services.GetRequiredService<IOptions<LimitOptions>>().Value.ReceiveBytes;
        var budgets = services.GetRequiredService<ConnectionRateLimits>();
        var logger = services.GetRequiredService<ILogger<HubSockets>>();
        var options = new HttpConnectionDispatcherOptions { Transports = transports, TransportSendTimeout = _transportSendTimeout };
        endpoints.MapConnections(ChatPaths.Hub, options,
                connection => connection
                    .HoldUntilClosed(requests)
                    .UseConnectionOwners(owners)
                    .UseConnectionActivity(time, maxFrame, budgets, logger)
                    .UseNoActivity()
                    .UseHub<ChatHub>())
            .RequireAuthorization(AuthSchemes.HubPolicy);
    }

    /// <summary>
    /// The request of a fallback transport may last as long as the connection. SignalR would hide its Activity before each call and
    /// restore it after, and both make a new execution context.
    /// </summary>
    private static IConnectionBuilder UseNoActivity(this IConnectionBuilder builder) => builder.Use(next => connection =>
    {
        Activity.Current = null;
        return next(connection);
    });

    private static void AddDrain(this IServiceCollection services, IConfiguration configuration)
    {
        var sharesDatabase = ConnectionStringOptions.SharesDatabase(configuration);
        services.AddCheckedOptions<DrainOptions>(configuration, DrainOptions.SectionName);
        services.AddSingleton(provider => DrainPlan.From(provider.GetRequiredService<IOptions<DrainOptions>>().Value, sharesDatabase));
        services.AddSingleton<Drain>();
        services.AddOptions<HostOptions>().PostConfigure<DrainPlan>(static (host, plan) =>
            host.ShutdownTimeout = plan.Longest > host.ShutdownTimeout ? plan.Longest : host.ShutdownTimeout);
    }

    private static void AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<LookSchedule>();
        services.AddSingleton<LocalConnections>();
        services.AddSingleton<LocalGroups>();
        services.AddSingleton<LocalDelivery>();
        services.AddSingleton<DirectSends>();
        // It uses services that push through the lifetime manager.
        services.AddSingleton(static provider => new Lazy<DirectSends>(provider.GetRequiredService<DirectSends>));
        services.AddSingleton<ChatLifetimeManager>();
        services.AddSingleton<HubLifetimeManager<ChatHub>>(provider => provider.GetRequiredService<ChatLifetimeManager>());
        services.AddSingleton<IRoomGroups>(provider => provider.GetRequiredService<ChatLifetimeManager>());
        services.AddSingleton<HubRoomEvents>();
        services.AddSingleton<IRoomEvents>(provider => provider.GetRequiredService<HubRoomEvents>());
        services.AddSingleton<ITypingEvents>(provider => provider.GetRequiredService<HubRoomEvents>());
        services.AddSingleton<IPresenceEvents>(provider => provider.GetRequiredService<HubRoomEvents>());
        services.AddSingleton<IInboxEvents>(provider => provider.GetRequiredService<HubRoomEvents>());
    }

    // As objects: SignalR would resolve a type for each call, and wait for it in one more asynchronous method.
    private static void AddFilters(
        HubOptions options, CallOrderFilter order, ErrorFilter errors, RateLimitFilter rates, ValidationFilter validation)
    {
        options.AddFilter(order);
        options.AddFilter(errors);
        options.AddFilter(rates);
        options.AddFilter(validation);
    }

    private static void ConfigureLimits(
        HubOptions options, IOptions<LivenessOptions> liveness, IOptions<LimitOptions> limits, IOptions<RateLimitOptions> rates)
    {
        options.KeepAliveInterval = liveness.Value.KeepAliveInterval;
        // A client is not silent while the server delays reading its data.
        options.ClientTimeoutInterval = liveness.Value.ClientTimeout + rates.Value.OverRateTimeout + _backstopAfter;
        options.HandshakeTimeout = liveness.Value.HandshakeTimeout;
        options.MaximumReceiveMessageSize = limits.Value.ReceiveBytes;
        options.MaximumParallelInvocationsPerClient = MaxCallsInFlight;
    }
}
