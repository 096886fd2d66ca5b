using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Hubs.Transport;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// A negotiate binds nothing: a client may connect a WebSocket to any node, with an id or without. SignalR's own negotiate keeps a
/// connection on its node. It answers only if a fallback transport is open, because those need that.
/// </summary>
internal static class Negotiation
{
    private const string VersionParameter = "negotiateVersion";
    private const int IdBytes = 16;

    private static readonly Offer[] _offers = [new("WebSockets", ["Text", "Binary"])];

    /// <summary>Must be registered after authorization and after all checks of the hub's requests.</summary>
    public static IApplicationBuilder UseNegotiation(this IApplicationBuilder app)
    {
        var transports = app.ApplicationServices.GetRequiredService<IOptions<TransportOptions>>().Value;
        var isOurs = transports.Types == HttpTransportType.WebSockets;
        return app.Use((context, next) =>
        {
            // Without an id SignalR opens a new connection, as for a client that skips negotiation.
            if (context.WebSockets.IsWebSocketRequest)
                context.Request.QueryString = default;
            return isOurs && HttpMethods.IsPost(context.Request.Method) && NodeCapacity.Negotiates(context)
                && context.GetEndpoint() is not null
                ? AnswerAsync(context)
                : next(context);
        });
    }

    private static Task AnswerAsync(HttpContext context)
    {
        // Clients before version 1 have one id for both purposes.
        var hasToken = context.Request.Query[VersionParameter].ToString() is not ("" or "0");
        var answer = new Answer(hasToken ? 1 : 0, NewId(), hasToken ? NewId() : null, _offers);
        return context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    private sealed record Answer(
        int NegotiateVersion,
        string ConnectionId,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ConnectionToken,
        Offer[] AvailableTransports);

    private sealed record Offer(string Transport, string[] TransferFormats);
}
