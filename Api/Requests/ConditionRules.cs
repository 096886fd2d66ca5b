namespace SignalRChat.Api.Requests;

/// <summary>
/// Refuses a condition that the endpoint does not support. A caller that specifies one relies on it: if it were ignored, a change would
/// overwrite what the caller has not seen.
/// </summary>
internal static class ConditionRules
{
    /// <summary>Specifies that the endpoint supports <c>If-Match</c>.</summary>
    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new IfMatch());

    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        FindFault(context.HttpContext) is { } fault ? ValueTask.FromResult<object?>(ApiProblems.Invalid(fault)) : next(context);

    private static string? FindFault(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.IfMatch.Count > 0 && http.GetEndpoint()?.Metadata.GetMetadata<IfMatch>() is null)
            return "If-Match is for changes of what has an ETag.";
        return headers.IfNoneMatch.Count > 0 && !HttpMethods.IsGet(http.Request.Method) ? "If-None-Match is for GET." : null;
    }

    private sealed class IfMatch;
}
