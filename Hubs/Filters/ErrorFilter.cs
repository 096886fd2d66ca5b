using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Filters;

/// <summary>
/// The filter below <see cref="CallOrderFilter"/>. It writes one log line for each call and sends a refusal in its form on the
/// wire. For a defect it sends only a trace id. The log has the stack.
/// </summary>
internal sealed class ErrorFilter(HubMetrics metrics, TimeProvider time, ILogger<ErrorFilter> logger) : IHubFilter
{
    private static readonly TimeSpan _storageRetry = TimeSpan.FromSeconds(1);

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var began = time.GetTimestamp();
        try
        {
            var answer = await next(call);
            if (logger.IsEnabled(LogLevel.Debug))
                HubLog.Called(logger, call.HubMethodName, call.Context.UserIdentifier, Elapsed(began));
            return answer;
        }
        catch (OperationCanceledException) when (call.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            var onWire = OnWire(call, began, error);
            // It may be refused before it was queued, while earlier calls still wait for their answers.
            await ((ChatHub)call.Hub).EarlierAnsweredAsync();
            throw onWire;
        }
    }

    private HubException OnWire(HubInvocationContext call, long began, Exception error)
    {
        switch (error)
        {
            case ChatRefusedException refused:
                return Refuse(call, began, refused);
            case StorageUnavailableException unavailable:
                return Refuse(call, began, new ChatRefusedException(
                    ChatErrorCodes.StorageUnavailable, "The database is unavailable.", _storageRetry, unavailable));
            default:
                var traceId = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
                metrics.Failed();
                HubLog.Failed(logger, call.HubMethodName, call.Context.UserIdentifier, Elapsed(began), traceId, error);
                return new HubException(
                    $"{ChatErrorCodes.InternalError}: Internal server error; the server's log has details under trace id {traceId}.");
        }
    }

    private HubException Refuse(HubInvocationContext call, long began, ChatRefusedException refused)
    {
        metrics.Refused(refused.Code);
        if (refused.Code == ChatErrorCodes.RateLimited)
            HubLog.RateLimited(logger, call.HubMethodName, call.Context.UserIdentifier);
        else
            HubLog.Refused(logger, call.HubMethodName, call.Context.UserIdentifier, Elapsed(began), refused.Code);
        return new HubException(refused.WireText);
    }

    private double Elapsed(long began) => time.GetElapsedTime(began).TotalMilliseconds;
}
