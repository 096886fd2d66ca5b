using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// The hub protocol of one connection. It writes the answer to a <c>SendMessage</c> and the update with the sender's own message
/// in one piece, if the update comes first. So the two take one write to the socket.
/// </summary>
internal sealed class AnsweredProtocol(IHubProtocol inner, OutboundQueue outbound) : IHubProtocol
{
    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is InvocationMessage { InvocationId: not null, Arguments: [SendMessageRequest send] })
            outbound.ExpectAnswer(send.MessageId);
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        inner.WriteMessage(message, output);
        if (message is CompletionMessage && outbound.TakeHeld() is { } update)
            output.Write(update.GetSerializedMessage(inner).Span);
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);
}
