using System.Buffers;
using MessagePack;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Hubs.Protocol;

namespace SignalRChat.Tests.Contracts;

/// <summary>A hub protocol as the server configures it, with ways to inspect and to forge the bytes on the wire.</summary>
internal sealed class ServerProtocol
{
    private const byte RecordSeparator = 0x1E;
    private readonly IHubProtocol _protocol;

    private ServerProtocol(IHubProtocol protocol) => _protocol = protocol;

    public static ServerProtocol Named(string name)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSignalR().AddChatProtocols();
        using var provider = services.BuildServiceProvider();
        return new ServerProtocol(provider.GetServices<IHubProtocol>().Single(protocol => protocol.Name == name));
    }

    public byte[] Write(HubMessage message) => _protocol.GetMessageBytes(message).ToArray();

    public HubMessage Read(byte[] frame, IInvocationBinder binder)
    {
        var input = new ReadOnlySequence<byte>(frame);
        Assert.True(_protocol.TryParseMessage(ref input, binder, out var message));
        Assert.Equal(0, input.Length);
        return message;
    }

    /// <summary>Reads the next message from the input; null if no whole one is left.</summary>
    public HubMessage? TryRead(ref ReadOnlySequence<byte> input, IInvocationBinder binder) =>
        _protocol.TryParseMessage(ref input, binder, out var message) ? message : null;

    /// <summary>Writes and reads the argument of a client's call.</summary>
    public object? SendAsArgument(object value)
    {
        var message = Read(Write(new InvocationMessage("Method", [value])), new OneTypeBinder(value.GetType()));
        return Assert.Single(Assert.IsType<InvocationMessage>(message).Arguments);
    }

    /// <summary>Writes and reads the answer of a method.</summary>
    public object? SendAsResult(object value)
    {
        var message = Read(Write(CompletionMessage.WithResult("1", value)), new OneTypeBinder(value.GetType()));
        return Assert.IsType<CompletionMessage>(message).Result;
    }

    /// <summary>Shows the same frame as JSON, whatever the protocol.</summary>
    public string ToJson(byte[] frame) => _protocol.Name == "json"
        ? System.Text.Encoding.UTF8.GetString(frame.AsSpan(0, frame.Length - 1))
        : MessagePackSerializer.ConvertToJson(frame.AsMemory(PrefixLength(frame)));

    /// <summary>The call of a method with this argument, as another client may write it.</summary>
    public byte[] Call(string argumentAsJson)
    {
        if (_protocol.Name == "json")
        {
            var text = $$"""{"type":1,"target":"Method","arguments":[{{argumentAsJson}}]}""";
            return [.. System.Text.Encoding.UTF8.GetBytes(text), RecordSeparator];
        }

        var body = MessagePackSerializer.ConvertFromJson($$"""[1,{},null,"Method",[{{argumentAsJson}}],[]]""");
        Assert.InRange(body.Length, 1, 127);
        return [(byte)body.Length, .. body];
    }

    // MessagePack frames begin with their length, seven bits a byte, the highest bit set on all but the last.
    private static int PrefixLength(byte[] frame) => Array.FindIndex(frame, part => part < 0x80) + 1;

    internal sealed class OneTypeBinder(Type type) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [type];

        public Type GetReturnType(string invocationId) => type;

        public Type GetStreamItemType(string streamId) => type;
    }
}
