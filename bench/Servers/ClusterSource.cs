namespace SignalRChat.Bench.Servers;

/// <summary>How the nodes of a cluster start, and what they share.</summary>
internal sealed record ClusterSource(FullServerSource Server, string Postgres, int Nodes)
{
    public Task<FullTarget[]> StartFullAsync(string redis) => StartAsync(() => FullTarget.StartAsync(
        Server, (NodeSettings.Postgres, Postgres), (NodeSettings.Redis, redis)));

    /// <summary>
    /// Configured as SignalR's documentation advises, so that a start without Redis does not end all attempts.
    /// </summary>
    public Task<BareTarget[]> StartBareAsync(string redis) =>
        StartAsync(() => BareTarget.StartAsync(Server.Dll, $"{redis},abortConnect=false"));

    private async Task<T[]> StartAsync<T>(Func<Task<T>> start)
        where T : IAsyncDisposable
    {
        var nodes = new List<T>();
        try
        {
            for (var i = 0; i < Nodes; i++)
                nodes.Add(await start());

            return [.. nodes];
        }
        catch
        {
            foreach (var node in nodes)
                await node.DisposeAsync();

            throw;
        }
    }
}
