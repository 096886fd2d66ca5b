using System.Buffers.Binary;
using System.Text;

namespace SignalRChat.Testing;

/// <summary>
/// The bytes of WebSocket frames, including frames that no client library sends. The mask is zero, so the payload stays
/// unchanged.
/// </summary>
internal static class WireFrame
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    private const int Final = 0x80;
    private const int Masked = 0x80;
    private const int ShortLength = 125;
    private const byte TwoByteLength = 126;

    public static byte[] Of(int opcode, string payload = "", bool final = true) => Of(opcode, Encoding.UTF8.GetBytes(payload), final);

    public static byte[] Of(int opcode, byte[] payload, bool final = true)
    {
        var first = (byte)(opcode | (final ? Final : 0));
        byte[] length = [(byte)(Masked | Math.Min(payload.Length, TwoByteLength))];
        if (payload.Length > ShortLength)
        {
            length = [Masked | TwoByteLength, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(length.AsSpan(1), (ushort)payload.Length);
        }
        return [first, .. length, 0, 0, 0, 0, .. payload];
    }

    /// <summary>The first record of a hub connection, which is text in both protocols.</summary>
    public static byte[] Handshake(string protocol) => Of(Text, $$"""{"protocol":"{{protocol}}","version":1}""" + '\u001e');

    public static byte[] Repeat(byte[] frame, int times) => [.. Enumerable.Repeat(frame, times).SelectMany(bytes => bytes)];

    /// <summary>One message in fragments of one byte each.</summary>
    public static byte[] Fragments(int opcode, string message) =>
        [.. message.SelectMany((one, i) => Of(i == 0 ? opcode : Continuation, $"{one}", final: i == message.Length - 1))];
}
