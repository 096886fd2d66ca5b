using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// All kinds of fault for a shape of cluster. The names and numbers of targets depend on nothing else, so a seed gives the same
/// schedule on any machine.
/// </summary>
internal static class FaultCatalog
{
    private const int Slow = 20_000;
    private const int Trickle = 1_000;
    // Every session except this one, whatever it is doing.
    private const string EndSessions =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

    // Two hours ahead, every token has expired and the node accepts no client. 15 s ahead, some tokens have expired.
    private static readonly TimeSpan[] _clockSteps =
        [TimeSpan.FromHours(-1), TimeSpan.FromMinutes(-2), TimeSpan.FromSeconds(15), TimeSpan.FromHours(2)];
    private static readonly TimeSpan _betweenEnds = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _betweenQuestions = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _lag = TimeSpan.FromMilliseconds(250);
    // After a failure, nginx sends nothing to a node for this long (fail_timeout).
    private static readonly TimeSpan _shunned = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _comeBack = TimeSpan.FromSeconds(3);

    public static FaultKind[] For(ClusterShape shape) =>
    [
        .. OfNodes(shape), .. OfClients(),
        .. shape.IsShared ? [.. OfAllNodes(), .. OfRedis(shape), .. OfPostgres(shape), .. OfTheEdge(shape)] : OfTheDisk(),
    ];

    /// <summary>Includes the faults that mixtures leave out because they strike everything.</summary>
    public static FaultKind[] All(ClusterShape shape) =>
    [
        .. For(shape),
        new(FaultNames.Restore, 1, (targets, _) => new DatabaseRestored(targets.Cluster, targets.Book))
        {
            Places = ["node", "postgres"],
            Recovers = _comeBack,
        },
        new(FaultNames.Failover, 1, (targets, _) => new PostgresFailedOver(targets.Cluster, targets.Book))
        {
            Places = ["postgres"],
            Seconds = (4, 4),
            Recovers = _comeBack,
        },
    ];

    private static IEnumerable<FaultKind> OfNodes(ClusterShape shape) =>
    [
        OfNode("node-killed", shape, (node, targets) => new NodeKilled(node, targets.People)),
        // SIGSTOP: the node's connections stay open and it answers nothing. A machine that swaps, or a container without
        // processor time, behaves like this.
        OfNode("node-frozen", shape, (node, _) => new Fault($"node {node.Number}", node.Process.Freeze, node.Process.Thaw)),
        // SIGTERM as in a rolling update: the node accepts no new clients, leaves in order, and another starts in its place.
        OfNode("node-replaced", shape, (node, _) => new Fault($"node {node.Number}", node.LeaveAsync, node.ReturnAsync))
            with { Seconds = (0.1, 1) },
        new(
            FaultNames.Clock, shape.Nodes * _clockSteps.Length,
            (targets, target) => Stepped(targets.Cluster.Nodes[target % shape.Nodes], _clockSteps[target / shape.Nodes]))
        {
            Seconds = (4, 5),
            Recovers = _comeBack,
        },
    ];

    private static IEnumerable<FaultKind> OfAllNodes() =>
    [
        new("node-by-node-replaced", 1, (targets, _) =>
            new Fault("all nodes", () => ReplaceInTurnAsync(targets.Cluster.Nodes), () => Task.CompletedTask))
        {
            Seconds = (0.1, 1),
            Recovers = _comeBack,
        },
    ];

    private static IEnumerable<FaultKind> OfClients() =>
    [
        OfClient("client-cut", link => link.Refuse()),
        OfClient("client-lags", link => link.Delay(_lag)),
        OfClient("client-slow", link => link.Throttle(Slow)),
        OfClient("client-black-hole", link => link.BlackHole()) with { Seconds = (7, 8) },
        new(
            "client-packets-lost", People.MemberCount,
            (targets, target) => new PacketsLost(targets.People.MemberName(target), targets.People.Doors[target])),
        OfClient("client-half-open", link => link.HalfOpen(Way.ToServer)),
        OfClient(FaultNames.Unaware, link => link.HalfOpen(Way.ToClient)) with { Seconds = (7, 8) },
        new(FaultNames.Flood, 1, (targets, _) => new Flooded(targets.People, idle: 0)) { Seconds = (5, 5) },
        new(FaultNames.FloodWithIdleClients, 1, (targets, _) => new Flooded(targets.People, idle: 3)) { Seconds = (5, 5) },
        new(FaultNames.FloodWithSlowReaders, 1, (targets, _) => new Flooded(targets.People, idle: 3, Trickle)) { Seconds = (5, 5) },
    ];

    private static IEnumerable<FaultKind> OfTheDisk() => [new("node-disk-full", 1, (targets, _) => new DiskFull(targets.Cluster.Nodes[0]))];

    private static IEnumerable<FaultKind> OfRedis(ClusterShape shape) =>
    [
        new("redis-killed", 1, (targets, _) => new RedisKilled(targets.Cluster.Redis!)),
        // SIGSTOP: the kernel accepts connections for the process, and the process does not answer.
        new("redis-frozen", 1, (targets, _) => new Fault("redis", targets.Cluster.Redis!.Freeze, targets.Cluster.Redis!.Thaw)),
        new("redis-flushed", 1, (targets, _) => RedisAsked(targets, "FLUSHALL")),
        new("redis-subscribers-cut", 1, (targets, _) => RedisAsked(targets, "CLIENT", "KILL", "TYPE", "pubsub")),
        ToRedis("redis-link-cut", shape, link => link.Refuse()),
        ToRedis("redis-link-lags", shape, link => link.Delay(_lag)),
        ToRedis("redis-link-slow", shape, link => link.Throttle(Slow)),
        ToRedis("redis-link-half-open", shape, link => link.HalfOpen(Way.ToClient)),
        ToRedis("redis-link-black-hole", shape, link => link.BlackHole()),
        new(
            "redis-packets-lost", shape.Nodes,
            (targets, target) => new PacketsLost($"node {target} to redis", targets.Cluster.Nodes[target].ToRedis!)),
        new(FaultNames.LateRedis, shape.Nodes, (targets, target) => new RedisLate(targets.Cluster.Redis!, targets.Cluster.Nodes[target]))
        {
            Places = ["node", "redis"],
            Recovers = _comeBack,
        },
    ];

    private static IEnumerable<FaultKind> OfPostgres(ClusterShape shape) =>
    [
        new("postgres-killed", 1, (targets, _) => Killed(targets.Cluster.Postgres!)) { Recovers = _comeBack },
        new("postgres-frozen", 1, (targets, _) => new Fault("postgres", targets.Cluster.Postgres!.Freeze, targets.Cluster.Postgres!.Thaw)),
        new(
            "postgres-sessions-ended", 1,
            (targets, _) => new Repeated("postgres", () => targets.Cluster.Postgres!.RunAsync(EndSessions), _betweenEnds)),
        // Longer, because the free space in the tables takes some more messages.
        new("postgres-disk-full", 1, (targets, _) => new PostgresDiskFull(targets.Cluster.Postgres!, targets.Cluster.Disk))
        {
            Seconds = (4, 5),
            Recovers = _comeBack,
        },
        ToPostgres("postgres-link-cut", shape, link => link.Refuse()),
        ToPostgres("postgres-link-lags", shape, link => link.Delay(_lag)),
        ToPostgres("postgres-link-slow", shape, link => link.Throttle(Slow)),
        ToPostgres("postgres-link-half-open", shape, link => link.HalfOpen(Way.ToClient)) with { Recovers = _comeBack },
        new(
            "postgres-packets-lost", shape.Nodes,
            (targets, target) => new PacketsLost($"node {target} to postgres", targets.Cluster.Nodes[target].ToPostgres!))
        {
            Recovers = _comeBack,
        },
        ToPostgres("postgres-link-black-hole", shape, link => link.BlackHole()) with { Recovers = _comeBack },
    ];

    private static IEnumerable<FaultKind> OfTheEdge(ClusterShape shape) =>
    [
        FromNginx("nginx-link-cut", shape, link => link.Refuse()),
        FromNginx("nginx-link-lags", shape, link => link.Delay(_lag)),
        FromNginx("nginx-link-slow", shape, link => link.Throttle(Slow)),
        FromNginx("nginx-link-half-open", shape, link => link.HalfOpen(Way.ToServer)) with { Seconds = (7, 8) },
        FromNginx("nginx-link-black-hole", shape, link => link.BlackHole()) with { Seconds = (7, 8) },
        OfNginx("nginx-packets-lost", shape, (target, link) => new PacketsLost(target, link)),
    ];

    /// <summary>A rolling update: the next node leaves only after a replacement of this one has started.</summary>
    private static async Task ReplaceInTurnAsync(IReadOnlyList<Node> nodes)
    {
        foreach (var node in nodes)
        {
            await node.LeaveAsync();
            await node.ReturnAsync();
        }
    }

    /// <summary>
    /// Sets the wall clock of a node forward or back, and corrects it later. After a step forward, the node must close the
    /// connections whose tokens have expired by that clock.
    /// </summary>
    private static IFault Stepped(Node node, TimeSpan by) => node.Clock is { } clock
        ? new Fault(
            FormattableString.Invariant($"node {node.Number} by {by.TotalSeconds:+0;-0} s"),
            () => clock.Step(by), () => clock.Step(TimeSpan.Zero))
        : new LeftOut("there is no C compiler");

    /// <summary>A disturbance of a network link, played by the proxy that every link passes through.</summary>
    private static Fault Hindered(string target, TcpProxy link, Action<TcpProxy> hinder) => new(target, () => hinder(link), link.Pass);

    private static FaultKind OfNode(string name, ClusterShape shape, Func<Node, FaultTargets, IFault> create) =>
        new(name, shape.Nodes, (targets, target) => create(targets.Cluster.Nodes[target], targets)) { Recovers = _comeBack };

    /// <summary><c>kill -9</c> of the database, and its recovery.</summary>
    private static Fault Killed(PostgresServer postgres) => new("postgres", postgres.KillAsync, () => postgres.StartAsync());

    private static FaultKind FromNginx(string name, ClusterShape shape, Action<TcpProxy> hinder) =>
        OfNginx(name, shape, (target, link) => Hindered(target, link, hinder));

    private static FaultKind OfNginx(string name, ClusterShape shape, Func<string, TcpProxy, IFault> create) =>
        new(
            name, shape.Nodes,
            (targets, target) => targets.Cluster.Edge is { } edge
                ? create($"nginx to node {target}", edge.ToNodes[target])
                : new LeftOut("there is no nginx"))
        {
            Recovers = _shunned,
        };

    private static FaultKind OfClient(string name, Action<TcpProxy> hinder) =>
        new(
            name, People.MemberCount,
            (targets, target) => Hindered(targets.People.MemberName(target), targets.People.Doors[target], hinder));

    private static Repeated RedisAsked(FaultTargets targets, params string[] command) =>
        new("redis", () => targets.Cluster.Redis!.AskAsync(command), _betweenQuestions);

    private static FaultKind ToRedis(string name, ClusterShape shape, Action<TcpProxy> hinder) =>
        new(
            name, shape.Nodes,
            (targets, target) => Hindered($"node {target} to redis", targets.Cluster.Nodes[target].ToRedis!, hinder));

    private static FaultKind ToPostgres(string name, ClusterShape shape, Action<TcpProxy> hinder) =>
        new(
            name, shape.Nodes,
            (targets, target) => Hindered($"node {target} to postgres", targets.Cluster.Nodes[target].ToPostgres!, hinder));
}
