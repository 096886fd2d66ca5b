using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Backplane;

/// <summary>The calls that the backplane can deliver: the calls on clients, and two that are for the nodes themselves.</summary>
internal sealed class NodeCalls : IInvocationBinder
{
    /// <summary>A node's probe to itself, and a heartbeat to the others: its name, and a number that grows, or -1 when it leaves.</summary>
    public const string BackplaneProbe = "BackplaneProbe";

    /// <summary>
    /// A call for groups, users or connections wherever they are: the audience, their names, and the call's bytes in JSON and in
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

    /// <summary>Throws for a call that a newer node may send: the protocol then reports that it could not be bound, and its name.</summary>
    public IReadOnlyList<Type> GetParameterTypes(string methodName) => _arguments[methodName];

    public Type GetReturnType(string invocationId) => throw new NotSupportedException("A call between nodes has no result.");

    public Type GetStreamItemType(string streamId) => throw new NotSupportedException("A call between nodes has no stream.");
}
