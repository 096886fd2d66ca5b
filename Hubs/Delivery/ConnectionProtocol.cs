using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Hubs.Protocol;
using SignalRChat.Hubs.Transport;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// The hub protocol of one connection. It notes a frame that cannot be read, and sends the reason for the end before SignalR's
/// close record. SignalR itself closes with 1000, without a reason, and the client may do the same again. A call that SignalR cannot
/// bind (an unknown method, or an argument of the wrong type or number) never reaches a hub filter: it gets its code here.
/// The answer to a <c>SendMessage</c> and the update with the sender's own message take one write to the socket, if the update comes
/// first. So do several answers that follow each other.
/// </summary>
internal sealed class ConnectionProtocol(
    IHubProtocol inner, ConnectionActivity? watch, OutboundQueue outbound, Func<InvocationMessage, SendMessageRequest, bool> runs,
    Action<string> ended) : IHubProtocol
{
    // SignalR compares the names without case.
    private static readonly FrozenSet<string> _methods =
        typeof(IChatHub).GetMethods().Select(method => method.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        try
        {
            if (!inner.TryParseMessage(ref input, binder, out message))
                return false;
        }
        catch (Exception unreadable)
        {
            // If a parser throws anything, the input is invalid. SignalR ends the connection.
            watch?.EndAs(ProtocolFault.MalformedFrame(inner.Name));
            throw unreadable as InvalidDataException ?? new InvalidDataException("A frame is malformed.", unreadable);
        }
        if (message is InvocationMessage { InvocationId: { } id, Arguments: [SendMessageRequest send] } call)
        {
            outbound.ExpectAnswer(id, send.MessageId);
            // For SignalR a call that runs without it is a ping.
            if (runs(call, send))
                message = PingMessage.Instance;
        }
        if (message is InvocationBindingFailureMessage failure)
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, Coded(failure));
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is CloseMessage && watch?.TakeFault() is { } fault)
        {
            ended(fault.Code);
            var ending = new SessionEnd { Code = fault.Code, Reconnect = fault.MayReturn };
            inner.WriteMessage(new InvocationMessage(nameof(IChatClient.SessionEnding), [ending]), output);
            message = new CloseMessage($"{fault.Code}: {fault.Sentence}", fault.MayReturn);
        }
        WriteInner(message, output);
        var sent = message as SendAnswer;
        if ((sent?.Call ?? (message as CompletionMessage)?.InvocationId) is { } call && outbound.TakeHeld(call) is { } update)
            output.Write(update.GetSerializedMessage(this).Span);
        if (sent is { IsFollowed: true } && output is SocketWriter socket)
            socket.HoldNextFlush();
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) =>
        message is UpdateMessage update ? update.BytesIn(inner) : inner.GetMessageBytes(message);

    private void WriteInner(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is not SendAnswer answer)
            inner.WriteMessage(message, output);
        else if (inner is JsonHubProtocol)
            JsonFrames.WriteAnswer(answer.Call, answer.Result, output);
        else
            inner.WriteMessage(answer.ToCompletion(), output);
    }

    private static ExceptionDispatchInfo Coded(InvocationBindingFailureMessage failure) =>
        ExceptionDispatchInfo.Capture(new HubException(_methods.Contains(failure.Target)
            ? $"{ChatErrorCodes.InvalidArgument}: {failure.Target} expects one request object with fields of the right types."
            : $"{ChatErrorCodes.UnknownMethod}: The hub has no such method."));
}
