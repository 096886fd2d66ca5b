using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Filters;

/// <summary>
/// The filter below <see cref="CallOrderFilter"/>. It writes one log line for each call and sends a refusal in its form on the
/// wire (<see cref="CallOutcomes"/>).
/// </summary>
internal sealed class ErrorFilter(CallOutcomes outcomes, TimeProvider time) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var began = time.GetTimestamp();
        try
        {
            var answer = await next(call);
            outcomes.Answered(call.HubMethodName, call.Context.UserIdentifier, began);
            return answer;
        }
        catch (OperationCanceledException) when (call.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            var onWire = outcomes.OnWire(call.HubMethodName, call.Context.UserIdentifier, began, error);
            // It may be refused before it was queued, while earlier calls still wait for their answers.
            await ((ChatHub)call.Hub).EarlierAnsweredAsync();
            throw onWire;
        }
    }
}
