using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace SignalRChat.Testing;

/// <summary>
/// A hand-written WebSocket on a separate TCP connection. It sends bytes unchanged, and reads every frame, including pongs.
/// </summary>
internal sealed class WireClient : IDisposable
{
    private const int OpcodeBits = 0x0f;
    private const int TwoByteLength = 126;
    private const int EightByteLength = 127;
    private const string HandshakeAnswer = "{}\u001e";

    private readonly NetworkStream _stream;

    private WireClient(NetworkStream stream) => _stream = stream;

    /// <summary>Opens the WebSocket and the hub connection on it.</summary>
    public static async Task<WireClient> ConnectAsync(Uri hub, string token, string protocol = "json")
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        var (_, stream) = await RawUpgrade.OpenAsync(hub, token, receiveBuffer: null, deadline.Token);
        var client = new WireClient(stream);
        await client.SendAsync(WireFrame.Handshake(protocol));
        return (await client.ReadAsync())?.Text == HandshakeAnswer
            ? client
            : throw new InvalidOperationException("The server did not accept the handshake.");
    }

    public async Task SendAsync(byte[] bytes)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await _stream.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>Reads the next frame; null if the server has closed the TCP connection.</summary>
    public async Task<ServerFrame?> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            var first = (await TakeAsync(1, deadline.Token))[0];
            int length = (await TakeAsync(1, deadline.Token))[0];
            if (length == TwoByteLength)
                length = BinaryPrimitives.ReadUInt16BigEndian(await TakeAsync(sizeof(ushort), deadline.Token));
            else if (length == EightByteLength)
                length = (int)BinaryPrimitives.ReadUInt64BigEndian(await TakeAsync(sizeof(ulong), deadline.Token));
            return new ServerFrame(first & OpcodeBits, await TakeAsync(length, deadline.Token));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads the next frame of one of these kinds and skips others; null if the server has closed the TCP connection.
    /// </summary>
    public async Task<ServerFrame?> ReadUntilAsync(Func<ServerFrame, bool> wanted)
    {
        while (await ReadAsync() is { } frame)
        {
            if (wanted(frame))
                return frame;
        }
        return null;
    }

    public void Dispose() => _stream.Dispose();

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var taken = new byte[count];
        await _stream.ReadExactlyAsync(taken, cancellationToken);
        return taken;
    }
}

/// <summary>One frame from the server.</summary>
internal sealed record ServerFrame(int Opcode, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The status of a close frame, and its reason.</summary>
    public (int Status, string Reason) Close =>
        (BinaryPrimitives.ReadUInt16BigEndian(Payload), Encoding.UTF8.GetString(Payload.AsSpan(sizeof(ushort))));
}
