using Microsoft.AspNetCore.Http.Connections;

namespace SignalRChat.Hubs.Transport;

/// <summary>Which transports are open besides WebSockets.</summary>
internal sealed class TransportOptions
{
    public const string SectionName = "Chat:Transports";

    /// <summary>Whether Server-Sent Events are open. Default false.</summary>
    public bool ServerSentEvents { get; set; }

    /// <summary>Whether long polling is open. Default false.</summary>
    public bool LongPolling { get; set; }

    public bool HasFallbacks => ServerSentEvents || LongPolling;

    public HttpTransportType Types => HttpTransportType.WebSockets
        | (ServerSentEvents ? HttpTransportType.ServerSentEvents : HttpTransportType.None)
        | (LongPolling ? HttpTransportType.LongPolling : HttpTransportType.None);
}
