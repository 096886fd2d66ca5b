using Microsoft.AspNetCore.SignalR;
using SignalRChat.Common;
using SignalRChat.Contracts;

namespace SignalRChat.Hubs.Filters;

/// <summary>Checks every request record before the hub sees it. A record without a rule is a defect, not a pass.</summary>
internal sealed class ValidationFilter(RequestRules rules) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (call.HubMethodArguments is not [{ } request])
            throw new ChatRefusedException(ChatErrorCodes.InvalidArgument, $"{call.HubMethodName} expects one request object.");
        rules.Check(request);
        return next(call);
    }
}
