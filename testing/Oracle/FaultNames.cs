namespace SignalRChat.Testing.Oracle;

/// <summary>Derives from a fault's name which parts it strikes.</summary>
internal static class FaultNames
{
    public const string BackplanePrefix = "redis-";

    public const string LateRedis = "late-redis";

    public const string Restore = "database-restored";

    public const string Failover = "postgres-failed-over";

    /// <summary>The client's connection has ended on the server's side, and the client does not know.</summary>
    public const string Unaware = "client-hears-nothing";

    /// <summary>A node's clock is wrong.</summary>
    public const string Clock = "node-clock-stepped";

    public const string Flood = "flood";

    public const string FloodWithIdleClients = "flood-with-idle-clients";

    public const string FloodWithSlowReaders = "flood-with-slow-readers";

    /// <summary>How long the effects of a fault may last after its end, in microseconds of running time.</summary>
    public const long Traces = 3_000_000;

    /// <summary>The fault disturbs Redis, alone or with another part.</summary>
    public static bool ConcernsRedis(string fault) => fault.Contains("redis", StringComparison.Ordinal);

    /// <summary>Returns whether a node ends, starts or stops responding.</summary>
    public static bool ConcernsANode(string fault) => fault.StartsWith("node-", StringComparison.Ordinal) || fault is LateRedis or Restore;

    /// <summary>Returns whether the database server, or a link to it, ends or stops responding.</summary>
    public static bool ConcernsTheDatabase(string fault) => fault.StartsWith("postgres-", StringComparison.Ordinal);

    /// <summary>The fault disturbs only the path between nodes. Everything else is guaranteed to work.</summary>
    public static bool IsOfTheBackplane(string fault) => fault.StartsWith(BackplanePrefix, StringComparison.Ordinal);
}
