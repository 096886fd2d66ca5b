using Microsoft.AspNetCore.SignalR.Client;

namespace SignalRChat.Client.Internal;

/// <summary>Asks the session before each try of SignalR's: it knows what the server said, and where another try makes no sense.</summary>
internal sealed class SessionRetryPolicy(Func<RetryContext, TimeSpan?> ask) : IRetryPolicy
{
    public TimeSpan? NextRetryDelay(RetryContext retryContext) => ask(retryContext);
}
