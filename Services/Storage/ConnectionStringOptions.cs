namespace SignalRChat.Services.Storage;

/// <summary>
/// The addresses of the servers that make a node one of many. They may hold passwords: no error text and no log repeats them.
/// </summary>
internal sealed class ConnectionStringOptions
{
    public const string SectionName = "ConnectionStrings";

    /// <summary>
    /// The PostgreSQL database that keeps the messages, in Npgsql's form <c>Host=…;Database=…;Username=…;Password=…</c>. Without
    /// it SQLite keeps them.
    /// </summary>
    public string? Postgres { get; set; }

    /// <summary>The Redis server that carries messages between nodes. Only with <see cref="Postgres"/>: nodes need one database.</summary>
    public string? Redis { get; set; }

    /// <summary>
    /// The password of <see cref="Redis"/>, as it is. For one that the connection string cannot hold, because of a comma for instance.
    /// </summary>
    public string? RedisPassword { get; set; }

    /// <summary>
    /// Whether the node uses PostgreSQL, so that it may be one of many. An empty value is a mistake and does not mean SQLite.
    /// </summary>
    public static bool SharesDatabase(IConfiguration configuration) => configuration[$"{SectionName}:{nameof(Postgres)}"] is not null;

    /// <summary>
    /// Whether the node exchanges messages with others through Redis. An empty value is a mistake and does not mean a single node.
    /// </summary>
    public static bool HasBackplane(IConfiguration configuration) => configuration[$"{SectionName}:{nameof(Redis)}"] is not null;
}
