namespace SignalRChat.Tests.Edge;

/// <summary>Two nodes behind an nginx and behind a HAProxy, for all tests of the collection.</summary>
public sealed class TwoNodes : IAsyncLifetime, IDisposable
{
    /// <summary>The interval of the nodes' pings, so that a proxy's time-out can be short in a test.</summary>
    internal static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(1);

    private readonly TempDirectory _data = new();
    private readonly List<IAsyncDisposable> _started = [];
    private readonly Dictionary<string, ProxyProcess> _proxies = [];

    internal List<Uri> Nodes { get; } = [];

    internal ProxyProcess Proxy(string kind) => _proxies[kind];

    public async Task InitializeAsync()
    {
        var postgres = await PostgresServer.StartNewAsync();
        _started.Add(postgres);
        var settings = Settings(await postgres.NewDatabaseAsync());
        for (var i = 0; i < 2; i++)
        {
            // One shared folder, which contains only the key of the guests' tokens.
            var node = await ServerProcess.StartNewAsync(_data.Path, settings);
            _started.Add(node);
            Nodes.Add(node.Url);
        }
        foreach (var kind in (string[])[ProxyProcess.Nginx, ProxyProcess.HAProxy])
        {
            _proxies[kind] = await ProxyProcess.StartAsync(kind, Nodes);
            _started.Add(_proxies[kind]);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_started))
            await one.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    private static Dictionary<string, string> Settings(string postgres) => new(NodeSettings.On(postgres))
    {
        ["Chat:Drain:ReadinessDelay"] = "00:00:00",
        ["Chat:Drain:Window"] = "00:00:00",
        ["Chat:Transports:ServerSentEvents"] = "true",
        ["Chat:Transports:LongPolling"] = "true",
        ["Chat:Liveness:KeepAliveInterval"] = KeepAlive.ToString(),
        ["Chat:Feed:ReconcileInterval"] = "00:00:00.100",
        ["Proxies:KnownProxies"] = "127.0.0.1",
        ["Proxies:PathBase"] = "/chat",
    };
}

[CollectionDefinition(Name)]
public sealed class EdgeNodes : ICollectionFixture<TwoNodes>
{
    public const string Name = "edge";
}
