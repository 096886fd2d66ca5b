using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hubs.Transport.Budgets;

namespace SignalRChat.Hubs.Transport;

/// <summary>Puts a <see cref="ConnectionActivity"/> between SignalR and its own transports, the fallbacks.</summary>
internal static class WatchedTransport
{
    public static IConnectionBuilder UseConnectionActivity(
        this IConnectionBuilder builder, TimeProvider time, long maxFrame, ConnectionRateLimits budgets, ILogger logger) =>
        builder.Use(next => async connection =>
        {
            var began = time.GetTimestamp();
            var context = connection.GetHttpContext() ?? throw new UnreachableException("The hub requires an HTTP connection.");
            using var watch = new ConnectionActivity(time)
            {
                Tcp = TcpProgress.SocketOf(context),
                Budget = budgets.Open(context.User),
                TokenExpiresAt = TokenExpiry.Of(context),
            };
            connection.Features.Set(watch);
            connection.Transport = new Duplex(
                new WatchedReader(connection.Transport.Input, watch, maxFrame, connection.Features.Get<ITransferFormatFeature>()),
                new WatchedWriter(connection.Transport.Output, watch));
            TransportLog.Opened(logger, connection);
            try
            {
                await next(connection);
            }
            finally
            {
                // A fallback transport has no close frame: the code is that of a WebSocket that ended for the same reason.
                var code = (int)(watch.CloseAs?.Status ?? WebSocketCloseStatus.NormalClosure);
                TransportLog.Closed(logger, connection, code, time.GetElapsedTime(began));
            }
        });

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Notes since when a write waits for the client.</summary>
    private sealed class WatchedWriter(PipeWriter inner, ConnectionActivity watch) : PipeWriter
    {
        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            Watch(inner.FlushAsync(cancellationToken));

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            Watch(inner.WriteAsync(source, cancellationToken));

        private ValueTask<FlushResult> Watch(ValueTask<FlushResult> flush) => flush.IsCompletedSuccessfully ? flush : WatchAsync(flush);

        private async ValueTask<FlushResult> WatchAsync(ValueTask<FlushResult> flush)
        {
            watch.SendBegins();
            try
            {
                return await flush;
            }
            finally
            {
                watch.SendEnds();
            }
        }
    }
}
