using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Hubs.Transport.Budgets;

namespace SignalRChat.Hubs.Transport;

/// <summary>Puts a connection's <see cref="ConnectionActivity"/> between SignalR and the transport.</summary>
internal static class WatchedTransport
{
    public static IConnectionBuilder UseConnectionActivity(
        this IConnectionBuilder builder, TimeProvider time, long maxFrame, ConnectionRateLimits budgets) =>
        builder.Use(next => async connection =>
        {
            // A WebSocket brought its watch along; the other transports get theirs here, and are watched at their pipe.
            var context = connection.GetHttpContext() ?? throw new UnreachableException("The hub requires an HTTP connection.");
            var watch = context.Features.Get<ConnectionActivity>();
            var isSocket = watch is not null;
            var output = connection.Transport.Output;
            var format = connection.Features.Get<ITransferFormatFeature>();
            if (watch is null)
                output = new WatchedWriter(output, watch = new ConnectionActivity(time) { Taken = TcpProgress.Of(context) });
            else
                output = new DirectWriter(output, watch, format);
            connection.Features.Set(watch);
            using var own = watch.Budget is null ? budgets.Open(context.User) : null;
            watch.Budget ??= own!;
            var input = new WatchedReader(connection.Transport.Input, watch, maxFrame, watch.Budget, isSocket, format);
            connection.Transport = new Duplex(input, output);
            await next(connection);

            // SignalR has refused the handshake, or waited for it in vain, and answered so.
            if (!watch.IsEstablished && !watch.HasLeftEarly)
                watch.EndAs(watch.HasHandshakeTimedOut ? ProtocolFault.HandshakeTimeout : ProtocolFault.MalformedHandshake);
        });

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
