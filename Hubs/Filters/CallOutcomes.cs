using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Filters;

/// <summary>
/// Logs and counts how calls end, and gives a refusal its form on the wire. For a defect that is only a trace id. The log has the stack.
/// </summary>
internal sealed class CallOutcomes(HubMetrics metrics, TimeProvider time, ILogger<ErrorFilter> logger)
{
    private static readonly TimeSpan _storageRetry = TimeSpan.FromSeconds(1);

    /// <summary>Whether calls that succeed are logged.</summary>
    public bool LogsAnswers => logger.IsEnabled(LogLevel.Debug);

    /// <summary>The call succeeded.</summary>
    public void Answered(string method, string? userId, long began)
    {
        if (LogsAnswers)
            HubLog.Called(logger, method, userId, Elapsed(began));
    }

    /// <summary>The call failed.</summary>
    public HubException OnWire(string method, string? userId, long began, Exception error)
    {
        switch (error)
        {
            case ChatRefusedException refused:
                return Refuse(method, userId, began, refused);
            case StorageUnavailableException unavailable:
                return Refuse(method, userId, began, new ChatRefusedException(
                    ChatErrorCodes.StorageUnavailable, "The database is unavailable.", _storageRetry, unavailable));
            default:
                var traceId = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
                metrics.Failed();
                HubLog.Failed(logger, method, userId, Elapsed(began), traceId, error);
                return new HubException(
                    $"{ChatErrorCodes.InternalError}: Internal server error; the server's log has details under trace id {traceId}.");
        }
    }

    private HubException Refuse(string method, string? userId, long began, ChatRefusedException refused)
    {
        metrics.Refused(refused.Code);
        if (refused.Code == ChatErrorCodes.RateLimited)
            HubLog.RateLimited(logger, method, userId);
        else
            HubLog.Refused(logger, method, userId, Elapsed(began), refused.Code);
        return new HubException(refused.WireText);
    }

    private double Elapsed(long began) => time.GetElapsedTime(began).TotalMilliseconds;
}
