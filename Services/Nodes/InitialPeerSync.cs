namespace SignalRChat.Services.Nodes;

/// <summary>
/// Delays listening until the node knows the users on other nodes, or until Redis has not answered for a while. Otherwise the
/// first clients, in a rolling update all of them, would briefly see rooms without those users. Must start after the service that
/// connects to Redis, and before the server.
/// </summary>
internal sealed class InitialPeerSync(
    IRedisLink link, PeerDirectory peers, IOptions<NodeOptions> options, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!link.HasBackplane)
            return;
        try
        {
            await peers.Known.WaitAsync(options.Value.StartWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Redis is unavailable: the node starts with its own users.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
