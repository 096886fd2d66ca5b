using System.Diagnostics;
using System.IO.Pipelines;
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
        this IConnectionBuilder builder, TimeProvider time, long maxFrame, ConnectionRateLimits budgets) =>
        builder.Use(next => async connection =>
        {
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
            await next(connection);
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
