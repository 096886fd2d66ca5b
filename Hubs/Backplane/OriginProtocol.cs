using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// Carries the time and the traces of a commit beside an update, for the metrics and spans of the node that receives it. SignalR's manager
/// publishes a call in each protocol of the hub: for it, this is one more. No client uses it, and a node that does not know it ignores it.
/// </summary>
internal sealed class OriginProtocol : IHubProtocol
{
    public const string ProtocolName = "origin";

    private const int TimeBytes = sizeof(long);
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;
    private const int TraceBytes = TraceIdBytes + SpanIdBytes + 1;

    /// <summary>Beyond it, the other nodes have no span of a commit.</summary>
    private const int MostTraces = 16;

    private long _asksAgainAt;

    public string Name => ProtocolName;

    public int Version => 1;

    public TransferFormat TransferFormat => TransferFormat.Binary;

    /// <summary>The bytes for an update: the time of its first commit in ticks of 100 ns, then its traces.</summary>
    public static byte[] Of(UpdateFrame frame, TimeProvider time)
    {
        if (frame.Commits is not [var commit, ..])
            return [];
        var traces = commit.Traces.AsSpan();
        traces = traces[..Math.Min(traces.Length, MostTraces)];
        var bytes = new byte[TimeBytes + (traces.Length * TraceBytes)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().UtcTicks - time.GetElapsedTime(commit.At).Ticks);
        for (var i = 0; i < traces.Length; i++)
            Write(traces[i], bytes.AsSpan(TimeBytes + (i * TraceBytes)));
        return bytes;
    }

    /// <summary>The commits of a received update; none if the other node did not send a time.</summary>
    public CommitOrigin[] Read(SerializedHubMessage wire, TimeProvider time)
    {
        var bytes = BytesOf(wire, time).Span;
        if (bytes.Length < TimeBytes)
            return [];
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
            return [];
        var commit = CommitOrigin.By(new DateTimeOffset(ticks, TimeSpan.Zero), CommitPath.Backplane, time);
        return [commit with { Traces = Traces(bytes[TimeBytes..]) }];
    }

    public bool IsVersionSupported(int version) => version == Version;

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) =>
        message is InvocationMessage { Arguments: [SerializedHubMessage, byte[] origin] } ? origin : default(ReadOnlyMemory<byte>);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => output.Write(GetMessageBytes(message).Span);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        message = null;
        return false;
    }

    private static void Write(in ActivityContext trace, Span<byte> bytes)
    {
        trace.TraceId.CopyTo(bytes[..TraceIdBytes]);
        trace.SpanId.CopyTo(bytes.Slice(TraceIdBytes, SpanIdBytes));
        bytes[TraceBytes - 1] = (byte)trace.TraceFlags;
    }

    private static ActivityContext[]? Traces(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < TraceBytes)
            return null;
        var traces = new ActivityContext[Math.Min(bytes.Length / TraceBytes, MostTraces)];
        for (var i = 0; i < traces.Length; i++, bytes = bytes[TraceBytes..])
        {
            traces[i] = new(
                ActivityTraceId.CreateFromBytes(bytes[..TraceIdBytes]),
                ActivitySpanId.CreateFromBytes(bytes.Slice(TraceIdBytes, SpanIdBytes)),
                (ActivityTraceFlags)bytes[TraceBytes - 1],
                isRemote: true);
        }
        return traces;
    }

    private ReadOnlyMemory<byte> BytesOf(SerializedHubMessage wire, TimeProvider time)
    {
        if (time.GetTimestamp() < Volatile.Read(ref _asksAgainAt))
            return default;
        try
        {
            return wire.GetSerializedMessage(this);
        }
        catch (InvalidOperationException)
        {
            // A node without this protocol published it, and there is no other way to ask. An exception for each of its updates would
            // cost too much while the nodes are replaced, so updates of all nodes have no time for a moment.
            Volatile.Write(ref _asksAgainAt, time.GetTimestamp() + time.TimestampFrequency);
            return default;
        }
    }
}
