using System.Net;

namespace SignalRChat.Common;

/// <summary>
/// The network of the client that the current call serves, for the limits on log lines. It follows the call through all that it
/// awaits; null in work that the node does for itself, and while only the address of a proxy is known.
/// </summary>
internal static class LogSource
{
    private static readonly AsyncLocal<IPAddress?> _current = new();

    public static IPAddress? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }
}
