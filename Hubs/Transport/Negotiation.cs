using System.Text.Json;
using System.Text.Json.Serialization;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// The answer to a negotiate if only WebSockets are open. Its ids bind nothing: the client may connect to any node, with them or
/// without. SignalR's own negotiate keeps a connection on its node, which the fallback transports need.
/// </summary>
internal static class Negotiation
{
    private const string VersionParameter = "negotiateVersion";

    private static readonly Offer[] _offers = [new("WebSockets", ["Text", "Binary"])];

    public static Task AnswerAsync(HttpContext context)
    {
        // Clients before version 1 have one id for both purposes.
        var hasToken = context.Request.Query[VersionParameter].ToString() is not ("" or "0");
        var answer = new Answer(hasToken ? 1 : 0, HubSockets.NewId(), hasToken ? HubSockets.NewId() : null, _offers);
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web);
        context.Response.ContentType = "application/json; charset=utf-8";
        // In one piece with its headers.
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    /// <summary>A request on the hub's path that opens no WebSocket.</summary>
    public static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync("The hub takes WebSockets only.", context.RequestAborted);
    }

    private sealed record Answer(
        int NegotiateVersion,
        string ConnectionId,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ConnectionToken,
        Offer[] AvailableTransports);

    private sealed record Offer(string Transport, string[] TransferFormats);
}
