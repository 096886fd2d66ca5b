using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// Distinguishes two failures of a call: the server rejected it, or the connection was lost before an answer.
/// </summary>
internal static class CallFailures
{
    private const string Prefix = "HubException: ";

    public static bool MayBeRetried(HubException refused) =>
        IsRefusal(refused)
        && refused.Message.Contains(" Retry after ", StringComparison.Ordinal)
        && refused.Message.EndsWith(" ms.", StringComparison.Ordinal);

    public static bool IsLoss(Exception error) => error switch
    {
        HubException hub => !IsRefusal(hub),
        TimeoutException => false,
        _ => error is IOException or HttpRequestException or WebSocketException or OperationCanceledException or InvalidOperationException,
    };

    private static bool IsRefusal(HubException error) => error.Message.Contains(Prefix, StringComparison.Ordinal);
}
