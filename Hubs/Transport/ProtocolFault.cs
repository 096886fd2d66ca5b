using System.Net.WebSockets;

namespace SignalRChat.Hubs.Transport;

/// <summary>Client input that ends its connection below the hub.</summary>
internal sealed record ProtocolFault(string Code, WebSocketCloseStatus Status, string Sentence, bool MayReturn)
{
    /// <summary>The client would send the same again: it must not reconnect.</summary>
    public static ProtocolFault MalformedFrame(string protocol) =>
        new(SessionEndCodes.MalformedFrame, WebSocketCloseStatus.InvalidPayloadData, $"A frame is not valid {protocol}.", MayReturn: false);

    public static ProtocolFault WrongMessageType(WebSocketMessageType expected) => new(
        SessionEndCodes.MalformedFrame, WebSocketCloseStatus.InvalidPayloadData,
        $"This protocol requires {expected} messages.", MayReturn: false);

    public static ProtocolFault FrameTooLarge(long most) =>
        new(SessionEndCodes.FrameTooLarge, WebSocketCloseStatus.MessageTooBig, $"A frame exceeds {most} bytes.", MayReturn: true);

    /// <summary>No protocol is agreed yet in which to send more: only the close frame carries the code.</summary>
    public static ProtocolFault MalformedHandshake { get; } = new(
        SessionEndCodes.MalformedHandshake, WebSocketCloseStatus.InvalidPayloadData,
        "The handshake is malformed or asks for an unsupported protocol.", MayReturn: false);

    /// <summary>As <see cref="MalformedHandshake"/>. A slow network does this too.</summary>
    public static ProtocolFault HandshakeTimeout { get; } =
        new(SessionEndCodes.HandshakeTimeout, WebSocketCloseStatus.PolicyViolation, "The handshake timed out.", MayReturn: true);
}
