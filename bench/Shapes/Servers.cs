using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;
using SignalRChat.Bench.Wire;

namespace SignalRChat.Bench.Shapes;

/// <summary>The servers that are compared, each in processes of its own.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private const int Nodes = 2;

    private readonly List<Contender> _all = [];

    public IReadOnlyList<Contender> All => _all;

    public static async Task<Servers> StartAsync(ShapesPlan plan, CellKind kind, PostgresServer? postgres)
    {
        var servers = new Servers();
        try
        {
            if (kind == CellKind.Nodes)
            {
                var cluster = new ClusterSource(plan.Source, await postgres!.NewDatabaseAsync(), Nodes);
                servers.Add(ShapesRun.Full, await ClusterTarget.StartFullAsync(cluster));
                servers.Add(ShapesRun.Bare, await ClusterTarget.StartBareAsync(cluster));
            }
            else
            {
                servers.Add(ShapesRun.Full, await FullTarget.StartAsync(plan.Source));
                servers.Add(ShapesRun.Bare, await BareTarget.StartAsync(plan.Source.Dll));
            }

            // Their memory cannot be compared: Node collects when it likes.
            if (plan.HasPeers && kind is (CellKind.Load or CellKind.Connect))
            {
                servers.Add(PeerTarget.Ws, await PeerTarget.StartAsync(PeerTarget.Ws), "json");
                servers.Add(PeerTarget.SocketIo, await PeerTarget.StartAsync(PeerTarget.SocketIo), SocketIoWire.ProtocolName);
            }

            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var contender in _all)
            await contender.Target.DisposeAsync();
    }

    private void Add(string name, IBenchTarget target, string? protocol = null) => _all.Add(new(name, target, protocol));
}

/// <summary>One of the servers. The protocol is null if it speaks that of the plan.</summary>
internal sealed record Contender(string Name, IBenchTarget Target, string? Protocol)
{
    public SwarmShape Swarm(Cell cell, ShapesPlan plan) => new(Protocol ?? plan.Protocol, cell.Connections, cell.Rooms);
}
