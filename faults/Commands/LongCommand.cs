using System.CommandLine;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Trials;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Commands;

/// <summary>Runs random faults, and mixtures of them, for as long as the operator wants.</summary>
internal static class LongCommand
{
    private const double ShareToSettle = 0.05;

    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<int> _nodes = FaultsOptions.Nodes(2);
    private static readonly Option<double> _minutes = FaultsOptions.Minutes();
    private static readonly Option<string> _folder = FaultsOptions.Folder();

    public static Command Create()
    {
        var command = new Command("long", "Faults by chance, one in four while another one lasts.") { _seed, _nodes, _minutes, _folder };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var seed = FaultsOptions.Choose(parse.GetValue(_seed));
            var shape = new ClusterShape(parse.GetValue(_nodes)) { PrivateRooms = WorkloadRooms.Private };
            var length = TimeSpan.FromMinutes(parse.GetValue(_minutes));
            var plan = new TrialPlan("long", shape, seed, Schedule.Mixed(seed, FaultCatalog.For(shape), length), parse.GetValue(_folder)!);
            // At the end, a newcomer reads every message of the run.
            plan = plan with { Settles = plan.Settles + (length * ShareToSettle) };
            return Conclusion.Tell([await Trial.RunAsync(plan, Console.Out, cancellationToken)], plan.Folder);
        });
        return command;
    }
}
