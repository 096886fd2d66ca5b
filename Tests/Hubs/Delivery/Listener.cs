using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
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

    public int Heard { get; private set; }

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        Heard++;
        return default;
    }
}
