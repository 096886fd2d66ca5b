using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>Eight nodes started at once on an empty database, and a client of the same guest on each.</summary>
public sealed class EightNodes(PostgresFixture fixture) : IAsyncLifetime, IDisposable
{
    public const int Count = 8;

    private readonly TempDirectory _data = new();

    internal string Database { get; private set; } = "";

    internal ServerProcess[] Nodes { get; private set; } = [];

    internal TestClient[] Clients { get; private set; } = [];

    internal string DataDirectory => _data.Path;

    public async Task InitializeAsync()
    {
        Database = await fixture.Server.NewDatabaseAsync();
        Nodes = [.. Enumerable.Range(0, Count).Select(_ => new ServerProcess(_data.Path, NodeSettings.On(Database)))];
        await Task.WhenAll(Nodes.Select(node => node.StartAsync()));
        var guest = await Guests.SignInAsync(Nodes[0].Url, "alice");
        Clients = await Task.WhenAll(Nodes.Select(node => TestClient.ConnectAsync(node.Url, guest, "messagepack")));
    }

    public async Task DisposeAsync()
    {
        foreach (var client in Clients)
            await client.DisposeAsync();
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();
}
