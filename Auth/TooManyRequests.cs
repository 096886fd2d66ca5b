namespace SignalRChat.Auth;

/// <summary>
/// Refuses one client that asks too often: 429, with the time to wait. Never 503, by which a proxy may take the node for dead and
/// with it every other client.
/// </summary>
internal static class TooManyRequests
{
    public static Task AnswerAsync(HttpContext context, string detail, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return CodedProblem.Of(StatusCodes.Status429TooManyRequests, ChatErrorCodes.RateLimited, detail).ExecuteAsync(context);
    }
}
