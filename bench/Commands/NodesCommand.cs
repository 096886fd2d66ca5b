using System.CommandLine;
using SignalRChat.Bench.Comparing;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Commands;

/// <summary>Compares several nodes with several nodes.</summary>
internal static class NodesCommand
{
    private static readonly Option<string> _postgres = BenchOptions.Postgres();
    private static readonly Option<int> _nodes = BenchOptions.Number("--nodes", 2, "Nodes of each cluster.", least: 2, most: 8);

    public static Command Create()
    {
        var command = new Command(
            "nodes",
            "Nodes of the chat server on Redis and PostgreSQL against nodes of a bare hub on SignalR's own Redis backplane, " +
            "in turns: processor time of the nodes for a delivery. What Redis and PostgreSQL use is not in it. " +
            "Starts redis-server itself; PostgreSQL has to be there.")
        {
            _postgres, _nodes,
        };
        command.AddRoomOptions();
        command.AddComparisonOptions();
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var source = new ClusterSource(ComparisonOptions.Server(parse), parse.GetValue(_postgres)!, parse.GetValue(_nodes));
        var (rooms, turns) = (RoomOptions.Rooms(parse), ComparisonOptions.Turns(parse));
        var comparisons = await new NodesComparison(source, rooms, turns).RunAsync(cancellationToken);

        // Without the source, because its connection string may hold a password.
        ComparisonOptions.Report(parse, new { source.Nodes, rooms, turns }, comparisons);
        return 0;
    }
}
