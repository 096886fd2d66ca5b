using Microsoft.AspNetCore.Server.Kestrel.Core;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>The limits on a client before the hub knows it: on TCP connections, and on WebSockets without a handshake.</summary>
internal static class ChatSockets
{
    public static IServiceCollection AddChatSockets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<SocketOptions>(configuration, SocketOptions.SectionName);
        services.AddSingleton(CreateLimits);
        services.AddSingleton<SocketCounter>();
        services.AddSingleton<PendingHandshakes>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, SocketAdmission>();
        return services;
    }

    private static SocketLimits CreateLimits(IServiceProvider services)
    {
        var limits = SocketLimits.From(OpenFileLimit.Read(), OpenFileLimit.CountInUse());
        var wanted = services.GetRequiredService<IOptions<LimitOptions>>().Value.ConnectionsPerNode;
        if (limits.Max < wanted)
            SocketLog.FewFiles(services.GetRequiredService<ILogger<SocketAdmission>>(), limits.Max, wanted);
        return limits;
    }
}
