using System.CommandLine;
using SignalRChat.Bench.Comparing;

namespace SignalRChat.Bench.Commands;

/// <summary>Compares the full hub with a bare SignalR hub.</summary>
internal static class CompareCommand
{
    private static readonly Option<int> _idle =
        BenchOptions.Number("--idle", 4_000, "Connections for the memory figures; 0 leaves them out.", 0);

    public static Command Create()
    {
        var command = new Command(
            "compare",
            "The full hub against a bare SignalR hub (group broadcast, no store, no users) on the same messages, in turns: " +
            "server CPU for a delivery at a fixed rate and at full speed, and the memory of an idle connection; " +
            "and then, as `commit` does, group commit against one transaction for each message.")
        {
            _idle,
        };
        command.AddRoomOptions();
        command.AddComparisonOptions();
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var plan = new HubComparisonPlan(
            ComparisonOptions.Server(parse), RoomOptions.Rooms(parse), ComparisonOptions.Turns(parse), parse.GetValue(_idle));
        var comparisons = await new HubComparison(plan).RunAsync(cancellationToken);
        comparisons.AddRange(await new CommitComparison(CommitComparisonPlan.Like(plan)).RunAsync(cancellationToken));
        ComparisonOptions.Report(parse, plan, comparisons);
        return 0;
    }
}
