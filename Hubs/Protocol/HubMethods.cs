using System.Collections.Frozen;
using SignalRChat.Contracts;

namespace SignalRChat.Hubs.Protocol;

/// <summary>The methods of the hub by their names on the wire, which SignalR compares without case.</summary>
internal static class HubMethods
{
    private static readonly FrozenSet<string> _names =
        typeof(IChatHub).GetMethods().Select(method => method.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Exists(string name) => _names.Contains(name);
}
