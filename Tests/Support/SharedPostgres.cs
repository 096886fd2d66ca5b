namespace SignalRChat.Tests.Support;

/// <summary>One PostgreSQL server for all tests that do not harm it.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPostgres : ICollectionFixture<PostgresFixture>
{
    public const string Name = "postgres";

    /// <summary>The collection of the tests that run several nodes, on a server of the same kind: the two run side by side.</summary>
    public const string Nodes = "postgres-nodes";
}

[CollectionDefinition(SharedPostgres.Nodes)]
public sealed class SharedPostgresOfNodes : ICollectionFixture<PostgresFixture>;

/// <summary>A running server. Each test takes a separate database.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
