using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Tests.Hubs.Backplane;

/// <summary>The two protocols of a hub.</summary>
internal sealed class HubProtocols : IHubProtocolResolver
{
    private readonly IHubProtocol[] _all = [new JsonHubProtocol(), new MessagePackHubProtocol()];

    public IReadOnlyList<IHubProtocol> AllProtocols => _all;

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        Array.Find(_all, protocol => protocol.Name == protocolName);
}
