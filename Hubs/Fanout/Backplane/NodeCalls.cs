using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;

namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>The calls that the backplane can deliver: the calls on clients, and two that are for the nodes themselves.</summary>
internal sealed class NodeCalls : IInvocationBinder
{
    /// <summary>
    /// A node's word to itself, and a sign of life to the others: its name, and a number that grows, or -1 when it goes away.
    /// </summary>
    public const string BackplaneProbe = "BackplaneProbe";

    /// <summary>
    /// A call for users or connections wherever they are: the audience, their ids, and the call's bytes in JSON and in
    /// MessagePack.
    /// </summary>
    public const string Relay = "Relay";

    private readonly Dictionary<string, Type[]> _arguments = new(StringComparer.Ordinal)
    {
        [BackplaneProbe] = [typeof(string), typeof(long)],
        [Relay] = [typeof(string), typeof(string[]), typeof(byte[]), typeof(byte[])],
    };

    public NodeCalls()
    {
        foreach (var method in typeof(IChatClient).GetMethods())
            _arguments.Add(method.Name, Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType));
    }

    /// <summary>Throws for what a newer node may send: the protocol then says that it could not be bound, and with what name.</summary>
    public IReadOnlyList<Type> GetParameterTypes(string methodName) => _arguments[methodName];

    public Type GetReturnType(string invocationId) => throw new NotSupportedException("Nodes do not answer each other.");

    public Type GetStreamItemType(string streamId) => throw new NotSupportedException("Nodes do not stream to each other.");
}
