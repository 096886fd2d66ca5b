using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Bench;

/// <summary>Makes a hub protocol read every invocation with a <see cref="SendMessageRequest"/>.</summary>
internal sealed class SendMessageBinder : IInvocationBinder
{
    public IReadOnlyList<Type> GetParameterTypes(string methodName) => [typeof(SendMessageRequest)];

    public Type GetReturnType(string invocationId) => typeof(object);

    public Type GetStreamItemType(string streamId) => typeof(object);
}
