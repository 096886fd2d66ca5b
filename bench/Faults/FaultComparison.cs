using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Faults;

/// <summary>
/// Runs each fault on nodes of the chat server, and then on nodes of the bare hub with the stock backplane. Each run has new
/// processes and a new Redis.
/// </summary>
internal sealed class FaultComparison(ClusterSource source, TimeSpan watch)
{
    public async Task<List<(FaultCase Case, string Servers, FaultResult Result)>> RunAsync(
        IEnumerable<FaultCase> cases, CancellationToken cancellationToken)
    {
        var results = new List<(FaultCase, string, FaultResult)>();
        foreach (var fault in cases)
        {
            foreach (var isFull in (bool[])[true, false])
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (servers, result) = await RunAsync(fault, isFull);
                Console.WriteLine(
                    $"{fault.Name}, {servers}: {result.Sent} sent, {result.Failed} failed, {result.Lost} lost, "
                    + $"longest send {result.Struck.Send.Max:0} ms");
                results.Add((fault, servers, result));
            }
        }

        return results;
    }

    private async Task<(string Servers, FaultResult Result)> RunAsync(FaultCase fault, bool isFull)
    {
        using var redis = RedisServer.Create();
        if (!fault.StartsWithoutRedis)
            await redis.StartAsync();

        IAsyncDisposable[] nodes = isFull
            ? await source.StartFullAsync(redis.ConnectionString)
            : await source.StartBareAsync(redis.ConnectionString);
        try
        {
            IFaultTarget target = isFull
                ? new ChatFaultTarget([.. nodes.Cast<FullTarget>().Select(node => node.Address)])
                : new BareFaultTarget([.. nodes.Cast<BareTarget>().Select(node => node.Address)]);
            await using var run = new FaultRun(target, redis, watch);
            return (target.Name, await run.RunAsync(fault));
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }
}
