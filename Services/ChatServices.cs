using Microsoft.Extensions.DependencyInjection.Extensions;
using SignalRChat.Services.Events;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Inbox;
using SignalRChat.Services.Log;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Presence;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Typing;
using SignalRChat.Services.Users;

namespace SignalRChat.Services;

internal static class ChatServices
{
    /// <summary>
    /// Adds the rules and the state of the chat. <c>AddChatStorage</c> adds the store, <c>AddChatHubs</c> the outbound ports.
    /// </summary>
    public static IServiceCollection AddChatServices(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddCheckedOptions<LimitOptions>(configuration, LimitOptions.SectionName);
        services.AddCheckedOptions<CommitOptions>(configuration, CommitOptions.SectionName);
        services.AddCheckedOptions<FeedOptions>(configuration, FeedOptions.SectionName);
        services.AddCheckedOptions<PresenceOptions>(configuration, PresenceOptions.SectionName);
        services.AddCheckedOptions<RateLimitOptions>(configuration, RateLimitOptions.SectionName);
        services.AddCheckedOptions<PolicyOptions>(configuration, PolicyOptions.SectionName);
        services.AddCheckedOptions<RoomOptions>(configuration, RoomOptions.SectionName).PostConfigure<IServiceProvider>(
            static (rooms, provider) => rooms.Create ??= provider.GetService<IHostEnvironment>()?.IsDevelopment() == true
                ? RoomCreation.Anyone
                : RoomCreation.Claim);

        services.AddSingleton<RateLimits>();
        services.AddSingleton<UserRateLimiters>();
        services.AddSingleton<CommandQueue>();
        services.AddSingleton<RoomFeeds>();
        services.AddSingleton<CommitMetrics>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<FeedMetrics>();
        services.AddSingleton<AppPolicies>();
        services.AddSingleton<MessageScreening>();
        services.AddSingleton<MessageService>();
        services.AddSingleton<CatchUpReader>();
        services.AddSingleton<ServerReader>();
        services.AddSingleton<ServerMessages>();
        services.AddSingleton<ServerRooms>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<RoomAccess>();
        services.AddSingleton<RoomCreationPolicy>();
        services.AddSingleton<RoomService>();
        services.AddSingleton<RoomDirectory>();
        services.AddSingleton<RoomModeration>();
        services.AddSingleton<RoomMaking>();
        services.AddSingleton<UserSafety>();
        services.AddSingleton<ReadCursorQueue>();
        services.AddSingleton<InboxService>();
        services.AddSingleton<TypingTracker>();
        services.AddSingleton<IPresenceSettings, RoomPresenceSettings>();
        services.AddSingleton<PresenceTracker>();
        services.AddSingleton<UserAccessList>();
        services.AddSingleton<UserService>();
        services.AddInbox();
        services.AddNodes(configuration);
        services.AddEvents(configuration);

        services.AddHostedService<CommandQueueWriter>();
        services.AddHostedService<HeadReconciler>();
        services.AddHostedService<MembershipCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<TypingTracker>());
        services.AddHostedService(provider => provider.GetRequiredService<PresenceTracker>());
        services.AddHostedService<SettingsWatch>();
        return services;
    }

    /// <summary>For backends that follow all rooms.</summary>
    private static void AddEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<EventOptions>(configuration, EventOptions.SectionName);
        services.AddSingleton<RecentChanges>();
        services.AddSingleton<RoomsBeyond>();
        services.AddSingleton<AllRoomsReader>();
        services.AddHostedService(provider => provider.GetRequiredService<RecentChanges>());
        services.AddHostedService<ReaderRetention>();
    }

    private static void AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<WatchedRooms>();
        services.AddSingleton<IRoomWatch>(provider => provider.GetRequiredService<WatchedRooms>());
        services.AddSingleton<InboxFollowers>();
        services.AddSingleton<InboxMetrics>();
        services.AddSingleton<ICommittedUpdates, CommittedUpdates>();
        services.AddHostedService<InboxReconciler>();
        services.AddHostedService<ActivitySender>();
    }

    /// <summary>The state that nodes share through <see cref="IRedisLink"/>, which the backplane provides.</summary>
    private static void AddNodes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<NodeOptions>(configuration, NodeOptions.SectionName);
        services.AddSingleton(provider => new LocalNodeState(
            provider.GetRequiredService<IRedisLink>().HasBackplane,
            provider.GetRequiredService<IOptions<PresenceOptions>>().Value.LeaveDelay));
        services.AddSingleton<PeerDirectory>();
        services.AddSingleton<UserConnections>();
        services.AddSingleton<INodeListener>(provider => provider.GetRequiredService<PresenceTracker>());
        services.AddSingleton<INodeListener>(provider => provider.GetRequiredService<UserConnections>());
        services.AddHostedService<NodeSync>();
    }
}
