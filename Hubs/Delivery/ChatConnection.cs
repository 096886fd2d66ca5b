using System.Net;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Delivery;

/// <summary>One connection of this node as the lifetime manager keeps it.</summary>
internal sealed class ChatConnection(HubConnectionContext context, OutboundQueue outbound)
{
    public HubConnectionContext Context { get; } = context;

    public OutboundQueue Outbound { get; } = outbound;

    /// <summary>When the access token it was opened with ends.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>The network of its client, for the limits on log lines; null if it is not known.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>When the close was requested, as a timestamp; only the connection monitor sets it.</summary>
    public long? EndingSince { get; set; }

    /// <summary>The groups it is in; guarded by the gate of <see cref="LocalGroups"/>.</summary>
    public HashSet<string> Groups { get; } = [];

    /// <summary>It is disconnected and joins no group any more; guarded by the gate of <see cref="LocalGroups"/>.</summary>
    public bool HasEnded { get; set; }
}
