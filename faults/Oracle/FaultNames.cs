namespace SignalRChat.Faults.Oracle;

/// <summary>What the name of a fault says about where it strikes.</summary>
internal static class FaultNames
{
    public const string BackplanePrefix = "redis-";

    public const string LateRedis = "late-redis";

    public const string Restore = "database-restored";

    public const string Failover = "postgres-failed-over";

    /// <summary>The client's connection has ended on the server's side, and the client does not know.</summary>
    public const string Unaware = "client-hears-nothing";

    public const string Flood = "flood";

    public const string FloodWithSleepers = "flood-with-sleepers";

    public const string FloodWithSlowReaders = "flood-with-slow-readers";

    /// <summary>How long the traces of a fault may be seen after its end, in microseconds of running time.</summary>
    public const long Traces = 3_000_000;

    /// <summary>Redis is hindered, alone or with something else.</summary>
    public static bool ConcernsRedis(string fault) => fault.Contains("redis", StringComparison.Ordinal);

    /// <summary>A node ends, starts or stands still.</summary>
    public static bool ConcernsANode(string fault) => fault.StartsWith("node-", StringComparison.Ordinal) || fault is LateRedis or Restore;

    /// <summary>Only the way between nodes is hindered: everything else is promised to go on.</summary>
    public static bool IsOfTheBackplane(string fault) => fault.StartsWith(BackplanePrefix, StringComparison.Ordinal);
}
