using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Hubs.Protocol;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The hub's protocols as the inner lifetime manager gets them. A call that already has its bytes, for members of this node, is
/// published with the same bytes. So it is serialised once for each protocol and node.
/// </summary>
internal sealed class WireProtocols : IHubProtocolResolver
{
    private const string JsonName = "json";
    private const string MessagePackName = "messagepack";

    private readonly IHubProtocolResolver _inner;

    public WireProtocols(IHubProtocolResolver inner)
    {
        _inner = inner;
        AllProtocols = [.. inner.AllProtocols.Select(protocol => new Ready(protocol))];
        Json = inner.GetProtocol(JsonName, null)!;
        MessagePack = inner.GetProtocol(MessagePackName, null)!;
    }

    public IHubProtocol Json { get; }

    public IHubProtocol MessagePack { get; }

    /// <summary>What a node sends to other nodes beside an update.</summary>
    public OriginProtocol Origin { get; } = new();

    public IReadOnlyList<IHubProtocol> AllProtocols { get; }

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols)
    {
        if (protocolName == OriginProtocol.ProtocolName)
            return Origin;
        return _inner.GetProtocol(protocolName, supportedProtocols) is { } protocol ? new Ready(protocol) : null;
    }

    /// <summary>A call for users as it was relayed, with its original bytes.</summary>
    public static SerializedHubMessage Wire(byte[] json, byte[] messagePack) =>
        new([new SerializedMessage(JsonName, json), new SerializedMessage(MessagePackName, messagePack)]);

    private sealed class Ready(IHubProtocol inner) : IHubProtocol
    {
        public string Name => inner.Name;

        public int Version => inner.Version;

        public TransferFormat TransferFormat => inner.TransferFormat;

        public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => message switch
        {
            InvocationMessage { Arguments: [SerializedHubMessage made, ..] } => made.GetSerializedMessage(this),
            UpdateMessage update => update.BytesIn(inner),
            _ => inner.GetMessageBytes(message),
        };

        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

        public bool TryParseMessage(
            ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
            inner.TryParseMessage(ref input, binder, out message);
    }
}
