using System.Net;

namespace SignalRChat.Hosting.Health;

internal static partial class HealthLog
{
    [LoggerMessage(111, LogLevel.Warning,
        "Rejected a health request from {Address} with 404: only this machine and private networks are allowed. If it is a health check, "
        + "add its network to Health:AllowedNetworks.")]
    public static partial void Refused(ILogger logger, IPAddress? address);
}
