using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using SignalRChat.Services.Log;

namespace SignalRChat.Api.Requests;

/// <summary>Turns a refusal into its problem. For a defect the caller gets a trace id, and the log has the stack.</summary>
internal sealed class ApiErrors(ILogger<ApiErrors> logger) : IEndpointFilter
{
    private static readonly TimeSpan _storageRetry = TimeSpan.FromSeconds(1);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (ChatRefusedException refused)
        {
            ApiLog.Refused(logger, http.Request.Method, RouteOf(http), http.User.Identity?.Name, refused.Code);
            return Answer(http, refused.Code, refused.Message, refused.RetryAfter);
        }
        catch (BadHttpRequestException unread)
        {
            return ApiProblems.Unread(unread.StatusCode);
        }
        catch (StorageUnavailableException)
        {
            return Answer(http, ChatErrorCodes.StorageUnavailable, "The database is unavailable.", _storageRetry);
        }
        catch (Exception defect)
        {
            var traceId = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
            ApiLog.Failed(logger, http.Request.Method, RouteOf(http), http.User.Identity?.Name, traceId, defect);
            return ApiProblems.Of(
                ChatErrorCodes.InternalError, $"Internal server error; the server's log has details under trace id {traceId}.");
        }
    }

    private static ProblemHttpResult Answer(HttpContext http, string code, string sentence, TimeSpan? retryAfter)
    {
        if (retryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return ApiProblems.Of(code, sentence);
    }

    /// <summary>The pattern of the route, which holds no value of the caller.</summary>
    private static string? RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
