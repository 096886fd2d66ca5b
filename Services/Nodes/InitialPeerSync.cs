using Microsoft.Extensions.Options;
using SignalRChat.Services.Redis;

namespace SignalRChat.Services.Nodes;

/// <summary>
/// Lets the server listen only when it knows who is on the other nodes, or when Redis has not answered for a while: else the
/// first to come, in a rolling update everybody, would be shown rooms without them for a moment. Has to start after what makes
/// the connection to Redis, and before the server.
/// </summary>
internal sealed class InitialPeerSync(IRedisLink link, PeerDirectory peers, IOptions<NodeOptions> options, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!link.IsConfigured)
            return;
        try
        {
            await peers.Known.WaitAsync(options.Value.StartWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It does without them, as whenever Redis is away.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
