using Microsoft.AspNetCore.Http.Features;
using SignalRChat.Auth;
using SignalRChat.Hubs.Transport;
using SignalRChat.Hubs.Transport.Budgets;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Puts a budget below each WebSocket of the hub, of HTTP/1.1 (an upgrade) and of HTTP/2 (an extended CONNECT, RFC 8441). It must
/// be registered before <c>UseWebSockets</c>. Requests count as well: otherwise a client could evade the budget with new
/// connections.
/// </summary>
internal static class HubBudget
{
    // The cost of opening a connection, in frames. On the other transports each message is a request, and costs a frame.
    private const int FramesToOpen = 10;

    public static IApplicationBuilder UseHubBudget(this IApplicationBuilder app)
    {
        var budgets = app.ApplicationServices.GetRequiredService<ConnectionRateLimits>();
        return app.Use((context, next) =>
            context.User.Identity?.IsAuthenticated == true ? RunAsync(context, next, budgets) : next(context));
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next, ConnectionRateLimits budgets)
    {
        var budget = budgets.Open(context.User);
        try
        {
            await ChargeAsync(context, next, budget);
        }
        finally
        {
            // The connection keeps it until its end.
            if (context.Features.Get<ConnectionActivity>() is not { IsAdmitted: true })
                budget.Dispose();
        }
    }

    private static async Task ChargeAsync(HttpContext context, RequestDelegate next, ConnectionRateLimit budget)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var connect = context.Features.Get<IHttpExtendedConnectFeature>();
        var opens = upgrade?.IsUpgradableRequest == true || connect?.IsExtendedConnect == true || NodeCapacity.Negotiates(context);
        if (await budget.AdmitAsync(opens ? FramesToOpen : 1, context.RequestAborted) is { } retryAfter)
        {
            await TooManyRequests.AnswerAsync(context, "Rate limit of this user exceeded; retry later.", retryAfter);
            return;
        }
        context.Features.Set(budget);
        if (upgrade is not null)
            context.Features.Set<IHttpUpgradeFeature>(new MeteredUpgrade(upgrade, budget, context));
        if (connect is not null)
            context.Features.Set<IHttpExtendedConnectFeature>(new MeteredConnect(connect, budget, context));
        await next(context);
    }

    private static MeteredStream Carry(HttpContext context, ICarrier carrier, Stream stream, ConnectionRateLimit budget)
    {
        context.Features.Set(carrier);
        return new MeteredStream(stream, budget, carrier);
    }

    private sealed class MeteredUpgrade(IHttpUpgradeFeature inner, ConnectionRateLimit budget, HttpContext context) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            var stream = await inner.UpgradeAsync();
            return ConnectionTakeover.Of(context) is { } taken
                ? taken.Stream = Carry(context, taken, new ConnectionStream(taken), budget)
                : Carry(context, new RequestCarrier(context), stream, budget);
        }
    }

    private sealed class MeteredConnect(IHttpExtendedConnectFeature inner, ConnectionRateLimit budget, HttpContext context)
        : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() =>
            Carry(context, new RequestCarrier(context), await inner.AcceptAsync(), budget);
    }
}
