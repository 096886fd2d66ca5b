using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Hubs.Protocol;

internal static class CodedProtocols
{
    /// <summary>Wraps each registered hub protocol. Called after the protocols were added.</summary>
    public static IServiceCollection AddCodedProtocols(this IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { ServiceType: var type, ImplementationType: { } protocol } && type == typeof(IHubProtocol))
            {
                services[i] = ServiceDescriptor.Singleton<IHubProtocol>(
                    provider => new CodedProtocol((IHubProtocol)ActivatorUtilities.CreateInstance(provider, protocol)));
            }
        }
        return services;
    }
}
