using Microsoft.AspNetCore.SignalR.Client;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Asks the session before each retry of SignalR: the session knows the server's notices, and when a retry makes no sense.
/// </summary>
internal sealed class SessionRetryPolicy(Func<RetryContext, TimeSpan?> ask) : IRetryPolicy
{
    public TimeSpan? NextRetryDelay(RetryContext retryContext) => ask(retryContext);
}
