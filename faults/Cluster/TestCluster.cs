using Npgsql;

namespace SignalRChat.Faults.Cluster;

/// <summary>Real processes on this machine: the nodes and, for several nodes, PostgreSQL and Redis with a proxy on each link.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<TempDirectory> _folders = [];
    private readonly List<Node> _nodes = [];
    private readonly List<PostgresServer> _lost = [];
    private readonly string _logs;
    private int _doors;

    private TestCluster(ClusterShape shape, Tokens tokens, string logs) => (Shape, Tokens, _logs) = (shape, tokens, logs);

    public ClusterShape Shape { get; }

    public Tokens Tokens { get; }

    public ApiKey ApiKey { get; } = new();

    public IReadOnlyList<Node> Nodes => _nodes;

    public PostgresServer? Postgres { get; private set; }

    /// <summary>The disk of the database. Null if the cluster has no database server, or if no disk can be mounted for it.</summary>
    public DatabaseDisk? Disk { get; private set; }

    public RedisServer? Redis { get; private set; }

    /// <summary>Null for a single node, or if the machine has no nginx.</summary>
    public Edge? Edge { get; private set; }

    private string? Database { get; set; }

    /// <summary>Starts the cluster. The output of the nodes and nginx goes to files with this prefix.</summary>
    public static async Task<TestCluster> StartAsync(ClusterShape shape, Tokens tokens, string logs)
    {
        var cluster = new TestCluster(shape, tokens, logs);
        try
        {
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the route of one client to the nodes.</summary>
    public TcpProxy OpenDoor() => TcpProxy.Start(new Door(_nodes, _doors++).Next);

    /// <summary>
    /// Returns the route of one client through nginx, which spreads the clients. Without nginx, returns the same route as for
    /// other clients.
    /// </summary>
    public TcpProxy OpenEdgeDoor() => Edge is null ? OpenDoor() : TcpProxy.Start(Edge.Url);

    /// <summary>Stops all nodes in order.</summary>
    public async Task StopNodesAsync()
    {
        foreach (var node in _nodes)
            await node.StopAsync();
    }

    public IDatabaseBackup NewBackup() => Database is null
        ? new SqliteBackup(_nodes[0].DataDirectory)
        : new PostgresBackup(Postgres!, new NpgsqlConnectionStringBuilder(Database).Database!);

    /// <summary>Returns the head of each room, from a server that has the database.</summary>
    public async Task<Dictionary<string, long>> ReadHeadsAsync(PostgresServer server)
    {
        var truth = await TruthReader.ReadPostgresAsync(ConnectionTo(server));
        return truth.Rooms.ToDictionary(room => room.Name, room => room.Head);
    }

    /// <summary>Replaces the primary for good: its address now leads to this server.</summary>
    public void FailOverTo(PostgresServer standby)
    {
        _lost.Add(Postgres!);
        Database = ConnectionTo(standby);
        Postgres = standby;
    }

    public Task<Truth> ReadTruthAsync() => Database is null
        ? TruthReader.ReadSqliteAsync(_nodes[0].DataDirectory)
        : TruthReader.ReadPostgresAsync(Database);

    public async ValueTask DisposeAsync()
    {
        if (Edge is not null)
        {
            await File.WriteAllTextAsync($"{_logs}.nginx.log", Edge.Log);
            await Edge.DisposeAsync();
        }
        foreach (var node in _nodes)
            await node.DisposeAsync();
        foreach (var lost in _lost)
            await lost.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        Disk?.Dispose();
        Redis?.Dispose();
        foreach (var folder in _folders)
            folder.Dispose();
    }

    private async Task StartAsync()
    {
        if (Shape.IsShared)
        {
            Disk = DatabaseDisk.TryMake();
            Postgres = await PostgresServer.StartInAsync(Disk?.Path);
            Postgres.Log = Log("postgres");
            Redis = await RedisServer.StartNewAsync();
            Database = await Postgres.NewDatabaseAsync();
        }
        for (var number = 0; number < Shape.Nodes; number++)
            _nodes.Add(await StartNodeAsync(number));
        if (Shape.IsShared)
            Edge = await Edge.TryStartAsync(_nodes);
    }

    private async Task<Node> StartNodeAsync(int number)
    {
        var settings = Shape.Settings();
        foreach (var (key, value) in Tokens.Settings.Concat(ApiKey.Settings))
            settings[key] = value;
        var clock = NodeClock.TryMake();
        foreach (var (key, value) in clock?.Environment ?? new Dictionary<string, string>())
            settings[key] = value;
        var (toPostgres, toRedis) = (LinkTo(Postgres, () => Postgres!.Port), LinkTo(Redis, () => Redis!.Port));
        if (toPostgres is not null && toRedis is not null)
        {
            settings[NodeSettings.Postgres] =
                Database!.Replace($"Port={Postgres!.Port}", $"Port={toPostgres.Url.Port}", StringComparison.Ordinal);
            settings[NodeSettings.Redis] = $"127.0.0.1:{toRedis.Url.Port}";
        }
        var folder = new TempDirectory();
        _folders.Add(folder);
        var process = await ServerProcess.StartNewAsync(folder.Path, settings, Log($"node{number}"));
        return new Node(number, folder.Path, process, toPostgres, toRedis, clock);
    }

    // Not disposed before this program ends: a last line may arrive after the process has ended.
    private TextWriter Log(string name) => TextWriter.Synchronized(new StreamWriter($"{_logs}.{name}.log") { AutoFlush = true });

    private string ConnectionTo(PostgresServer server) => server.ConnectionString(new NpgsqlConnectionStringBuilder(Database).Database!);

    private static TcpProxy? LinkTo(object? server, Func<int> port) =>
        server is null ? null : TcpProxy.Start(() => new Uri($"http://127.0.0.1:{port()}"));
}
