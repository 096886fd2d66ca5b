using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;

namespace SignalRChat.Hubs.Protocol;

/// <summary>
/// A hub protocol whose refusals carry our codes. A call that SignalR cannot bind (an unknown method, or an argument of the wrong
/// type or number) never reaches a hub filter. Its answer would be a text without a code.
/// </summary>
internal sealed class CodedProtocol(IHubProtocol inner) : IHubProtocol
{
    // SignalR compares the names without case.
    private static readonly FrozenSet<string> _methods =
        typeof(IChatHub).GetMethods().Select(method => method.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is InvocationBindingFailureMessage failure)
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, Coded(failure));
        return true;
    }

    private static ExceptionDispatchInfo Coded(InvocationBindingFailureMessage failure) =>
        ExceptionDispatchInfo.Capture(new HubException(_methods.Contains(failure.Target)
            ? $"{ChatErrorCodes.InvalidArgument}: {failure.Target} expects one request object with fields of the right types."
            : $"{ChatErrorCodes.UnknownMethod}: The hub has no such method."));
}
