using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Wire;

/// <summary>
/// One hub protocol. The protocol's library makes the sent bytes once. Received bytes are only split into records and checked
/// briefly, because the generator shares the machine with the server and must not affect the result.
/// </summary>
internal abstract class WireFormat(IHubProtocol protocol)
{
    public string Name => protocol.Name;

    public abstract WebSocketMessageType FrameType { get; }

    /// <summary>Whether a record is a whole frame, without a length or an end in its bytes.</summary>
    public virtual bool IsCutByFrames => false;

    public virtual byte[] Ping { get; } = protocol.GetMessageBytes(PingMessage.Instance).ToArray();

    public static WireFormat Named(string name) => name switch
    {
        "json" => new JsonWire(),
        "messagepack" => new MessagePackWire(),
        SocketIoWire.ProtocolName => new SocketIoWire(),
        _ => throw new ArgumentException($"No protocol '{name}'; expected json or messagepack.", nameof(name)),
    };

    /// <summary>Splits the first whole record off <paramref name="buffer"/>; returns false while it is incomplete.</summary>
    public abstract bool TryCut(ref ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> record);

    public abstract IncomingRecord Glance(ReadOnlySpan<byte> record);

    public virtual byte[] Handshake()
    {
        var writer = new ArrayBufferWriter<byte>();
        HandshakeProtocol.WriteRequestMessage(new HandshakeRequestMessage(protocol.Name, protocol.Version), writer);
        return writer.WrittenSpan.ToArray();
    }

    public virtual byte[] Invoke(string invocationId, string method, object argument) =>
        protocol.GetMessageBytes(new InvocationMessage(invocationId, method, [argument])).ToArray();

    public byte[] Join(string room) => Invoke("join", nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room });
}
