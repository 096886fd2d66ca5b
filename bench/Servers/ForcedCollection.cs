using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SignalRChat.Bench.Servers;

/// <summary>
/// Forces a garbage collection in another .NET process, so that memory figures show what is in use, without uncollected
/// garbage. It uses the runtime's diagnostic socket: opening an event session with the GC heap-collect keyword forces a full
/// collection (https://github.com/dotnet/diagnostics/blob/main/documentation/design-docs/ipc-protocol.md).
/// </summary>
internal static class ForcedCollection
{
    private const byte EventPipeCommands = 0x02;
    private const byte StopTracing = 0x01;
    private const byte CollectTracing2 = 0x03;
    private const byte AnswerOk = 0x00;
    private const int HeaderLength = 20;
    private const ulong GCHeapCollectKeyword = 0x800000;
    private const uint Informational = 4;

    // The collector returns a free region to the system after it was unused for 20 collections.
    private const int UntilFreeRegionsAreGivenBack = 24;

    private static readonly TimeSpan _collectionTime = TimeSpan.FromMilliseconds(200);

    private static ReadOnlySpan<byte> Magic => "DOTNET_IPC_V1\0"u8;

    /// <summary>Collects until the memory kept for later use has been returned too.</summary>
    public static async Task TrimAsync(int processId, CancellationToken cancellationToken)
    {
        for (var i = 0; i < UntilFreeRegionsAreGivenBack; i++)
            await RunAsync(processId, cancellationToken);
    }

    public static async Task RunAsync(int processId, CancellationToken cancellationToken)
    {
        using var session = await ConnectAsync(processId, cancellationToken);
        var id = await AskAsync(session, CollectTracing2, SessionRequest(), cancellationToken);
        var draining = session.CopyToAsync(Stream.Null, cancellationToken);
        await Task.Delay(_collectionTime, cancellationToken);

        var stop = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(stop, id);
        using var control = await ConnectAsync(processId, cancellationToken);
        await AskAsync(control, StopTracing, stop, cancellationToken);
        await draining;
    }

    private static async Task<NetworkStream> ConnectAsync(int processId, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-{StartTicks(processId)}-socket");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>
    /// The start time of the process, in clock ticks since boot: the runtime's key in the socket's name. A killed process
    /// leaves its socket behind. So two sockets bear the same process id after the id was used again.
    /// </summary>
    private static ulong StartTicks(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        // The name before the last parenthesis may contain spaces. The start is the 22nd field of all, the 20th after the name.
        return ulong.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
    }

    private static byte[] SessionRequest()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        const string provider = "Microsoft-Windows-DotNETRuntime\0";
        writer.Write(1u); // buffer, MB
        writer.Write(1u); // format: nettrace
        writer.Write(false); // no rundown
        writer.Write(1u); // providers
        writer.Write(GCHeapCollectKeyword);
        writer.Write(Informational);
        writer.Write((uint)provider.Length);
        writer.Write(provider.ToCharArray());
        writer.Write(0u); // no filter
        return bytes.ToArray();
    }

    /// <summary>Returns the session id that both commands return.</summary>
    private static async Task<ulong> AskAsync(NetworkStream stream, byte command, byte[] payload, CancellationToken cancellationToken)
    {
        var request = new byte[HeaderLength + payload.Length];
        Magic.CopyTo(request);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(Magic.Length), (ushort)request.Length);
        request[Magic.Length + 2] = EventPipeCommands;
        request[Magic.Length + 3] = command;
        payload.CopyTo(request, HeaderLength);
        await stream.WriteAsync(request, cancellationToken);

        var answer = new byte[HeaderLength + sizeof(ulong)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer[Magic.Length + 3] == AnswerOk
            ? BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(HeaderLength))
            : throw new InvalidOperationException("The runtime refused the diagnostic command.");
    }
}
