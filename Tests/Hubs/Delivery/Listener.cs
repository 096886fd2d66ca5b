using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Delivery;

namespace SignalRChat.Tests.Hubs.Delivery;

/// <summary>A connection that counts the writes to it.</summary>
internal sealed class Listener : HubConnectionContext
{
    public Listener(string? userId = null)
        : base(new DefaultConnectionContext(Guid.NewGuid().ToString()), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
    {
        UserIdentifier = userId;
        Connection = new ChatConnection(this, new OutboundQueue(this, NullLogger.Instance));
    }

    public ChatConnection Connection { get; }

    /// <summary>The connections of a node without a connection.</summary>
    public static LocalConnections NoConnections(TimeProvider? time = null) =>
        new(new LookSchedule(Options.Create(new LivenessOptions()), time ?? TimeProvider.System));

    public int Heard { get; private set; }

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        Heard++;
        return default;
    }
}
