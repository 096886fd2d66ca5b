using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace SignalRChat.Client.Internal;

/// <summary>The format on the wire, and the check that this build of the app can still write and read it.</summary>
internal static class WireProtocol
{
    public static IHubProtocol Of(ChatProtocol protocol) => protocol == ChatProtocol.MessagePack ? MessagePack() : Json();

    /// <summary>
    /// Writes a request and reads it back. Otherwise the first call would fail because of trimming, and that failure looks
    /// like a lost connection.
    /// </summary>
    /// <exception cref="ChatClientFaultException">The request does not survive the round trip.</exception>
    public static void Check(ChatProtocol protocol)
    {
        var sent = new SendMessageRequest { Room = "room", MessageId = "id", Text = "text" };
        object? read = null;
        Exception? error = null;
        try
        {
            var form = Of(protocol);
            var bytes = new ReadOnlySequence<byte>(form.GetMessageBytes(new InvocationMessage("1", "method", [sent])));
            if (form.TryParseMessage(ref bytes, new SampleBinder(), out var message)
                && message is InvocationMessage { Arguments: [var argument] })
            {
                read = argument;
            }
        }
        catch (Exception e)
        {
            error = e;
        }

        if (!sent.Equals(read))
        {
            throw new ChatClientFaultException(
                $"This app cannot read or write {protocol}, probably because it was trimmed when it was published: use "
                + $"{nameof(ChatProtocol)}.{nameof(ChatProtocol.Json)}, "
                + "or publish without trimming.",
                error);
        }
    }

    private static JsonHubProtocol Json()
    {
        var options = new JsonHubProtocolOptions();
        // Inserted first: the reflection-based resolver is then not needed, even if it is available.
        options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ClientJson.Default);
        return new(Options.Create(options));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026",
        Justification = "Check informs a trimmed app that cannot use it, before it connects.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The same.")]
    private static MessagePackHubProtocol MessagePack() => new();

    private sealed class SampleBinder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [typeof(SendMessageRequest)];

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
