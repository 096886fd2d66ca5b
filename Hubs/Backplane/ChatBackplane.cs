using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Storage;

namespace SignalRChat.Hubs.Backplane;

internal static class ChatBackplane
{
    /// <summary>Adds the backplane: Redis if a connection string names one, otherwise no backplane.</summary>
    public static ISignalRServerBuilder AddChatBackplane(this ISignalRServerBuilder signalR, IConfiguration configuration)
    {
        var services = signalR.Services;
        services.AddCheckedOptions<BackplaneOptions>(configuration, BackplaneOptions.SectionName);
        services.AddOptions<ConnectionStringOptions>().Check(RedisConnectionString.Problems);

        services.AddSingleton<SubscriptionSet>();
        services.AddSingleton<PeerHeartbeats>();
        services.AddSingleton(provider => new BackplaneState(
            provider.GetRequiredService<SubscriptionSet>(),
            provider.GetRequiredService<PeerHeartbeats>(),
            ConnectionStringOptions.HasBackplane(configuration),
            provider.GetRequiredService<IOptions<BackplaneOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChangeNotifications>(provider => provider.GetRequiredService<BackplaneState>());
        services.AddSingleton<IRedisLink>(provider => provider.GetRequiredService<BackplaneState>());
        if (ConnectionStringOptions.HasBackplane(configuration))
            signalR.AddRedis();
        else
            services.AddBackplane<NoBackplane>();
        return signalR;
    }

    private static void AddRedis(this ISignalRServerBuilder signalR)
    {
        var services = signalR.Services;

        // The hub uses ChatLifetimeManager, not the lifetime manager that this registers: the supervisor creates one for each
        // life of the backplane.
        signalR.AddStackExchangeRedis();
        services.AddOptions<RedisOptions>().Configure<RedisConfiguration>((options, redis) => options.Configuration = redis.Create());

        services.AddSingleton<NodeName>();
        services.AddSingleton<NodeCalls>();
        services.AddSingleton<WireProtocols>();
        services.AddSingleton<RedisConfiguration>();
        services.AddSingleton<BackplaneMetrics>();
        services.AddSingleton<PublishQueue>();
        services.AddBackplane<RedisBackplane>();
        services.AddSingleton<IBackplaneConnectionFactory, RedisBackplaneConnectionFactory>();
        services.AddSingleton<BackplaneReceiver>();
        services.AddSingleton<BackplaneProbe>();
        services.AddSingleton<BackplaneSession>();
        services.AddHostedService<BackplaneSupervisor>();
    }

    private static void AddBackplane<T>(this IServiceCollection services)
        where T : class, IBackplane, IRoomUpdatePublisher
    {
        services.AddSingleton<T>();
        services.AddSingleton<IBackplane>(provider => provider.GetRequiredService<T>());
        services.AddSingleton<IRoomUpdatePublisher>(provider => provider.GetRequiredService<T>());
    }
}
