using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Filters;

/// <summary>
/// The outermost filter: it lets a connection's calls in, in the order received (<see cref="CallOrder"/>). SignalR starts several
/// calls of a connection at a time, in order, each on the reading thread up to its first wait. That wait must be the one here.
/// </summary>
internal sealed class CallOrderFilter : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var order = call.Context.Features.GetRequiredFeature<ChatSession>().Calls;
        var entering = order.EnterAsync();
        if (!entering.IsCompletedSuccessfully || !IsQueued(call.HubMethodArguments))
            return WaitAsync(call, next, order, entering);
        // Without an asynchronous method: nearly all calls come here.
        ((ChatHub)call.Hub).Enter(order, entering.Result);
        return next(call);
    }

    private static async ValueTask<object?> WaitAsync(
        HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next, CallOrder order, ValueTask<long> entering)
    {
        var number = await entering;
        ((ChatHub)call.Hub).Enter(order, number);
        if (!IsQueued(call.HubMethodArguments))
            await order.EarlierAnsweredAsync(number);
        return await next(call);
    }

    // These put one command into the command queue, and nothing but answer after it. The next call enters when it is queued.
    private static bool IsQueued(IReadOnlyList<object?> arguments) =>
        arguments is [SendMessageRequest or EditMessageRequest or DeleteMessageRequest or ReactRequest];
}
