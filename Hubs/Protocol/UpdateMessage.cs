using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Hubs.Protocol;

/// <summary>The call that brings an update to clients, before it has a form for one of the protocols.</summary>
internal sealed class UpdateMessage(RoomUpdate update) : HubMessage
{
    public RoomUpdate Update { get; } = update;

    /// <summary>SignalR's own protocols do not know this kind of message: the protocols around them call this.</summary>
    public ReadOnlyMemory<byte> BytesIn(IHubProtocol protocol) => protocol is JsonHubProtocol
        ? JsonFrames.OfUpdate(Update)
        : protocol.GetMessageBytes(new InvocationMessage(nameof(IChatClient.RoomUpdated), [Update]));
}
