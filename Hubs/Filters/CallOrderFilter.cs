using System.Runtime.CompilerServices;
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
    // Pooled: this runs for each call.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var order = call.Context.Features.GetRequiredFeature<ChatSession>().Calls;
        var number = await order.EnterAsync();
        ((ChatHub)call.Hub).Enter(order, number);
        if (!IsQueued(call.HubMethodArguments))
            await order.EarlierAnsweredAsync(number);
        try
        {
            return await next(call);
        }
        catch
        {
            // Refused before it was queued, so earlier calls may still wait for their answers.
            await order.EarlierAnsweredAsync(number);
            throw;
        }
    }

    // These do nothing before they put one command into the command queue, and nothing but answer after it.
    private static bool IsQueued(IReadOnlyList<object?> arguments) =>
        arguments is [SendMessageRequest or EditMessageRequest or DeleteMessageRequest];
}
