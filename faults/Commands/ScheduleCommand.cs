using System.CommandLine;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;

namespace SignalRChat.Faults.Commands;

/// <summary>Prints the schedule of a seed without running it.</summary>
internal static class ScheduleCommand
{
    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<int> _nodes = FaultsOptions.Nodes(2);
    private static readonly Option<double> _minutes = FaultsOptions.Minutes();

    public static Command Create()
    {
        var command = new Command("schedule", "Prints the schedule that 'long' follows with these options.") { _seed, _nodes, _minutes };
        command.SetAction(parse =>
        {
            var kinds = FaultCatalog.For(new ClusterShape(parse.GetValue(_nodes)));
            var seed = FaultsOptions.Choose(parse.GetValue(_seed));
            foreach (var planned in Schedule.Mixed(seed, kinds, TimeSpan.FromMinutes(parse.GetValue(_minutes))))
                Console.WriteLine(planned);
            return 0;
        });
        return command;
    }
}
