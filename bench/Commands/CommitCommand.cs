using System.CommandLine;
using SignalRChat.Bench.Comparing;

namespace SignalRChat.Bench.Commands;

/// <summary>Compares group commit with one transaction for each message.</summary>
internal static class CommitCommand
{
    private static readonly Option<string> _protocol = BenchOptions.Protocol(CommitComparisonPlan.DefaultProtocol);
    private static readonly Option<int> _senders = BenchOptions.Number(
        "--senders", CommitComparisonPlan.DefaultSenders, "Senders, each with one send in flight; there are no other members.");
    private static readonly Option<int> _rooms = BenchOptions.Number(
        "--rooms", CommitComparisonPlan.DefaultSenders,
        "Rooms the senders are spread over. Small rooms keep the fan-out from being what is measured.");
    private static readonly Option<string?> _postgres = BenchOptions.PostgresInstead();

    public static Command Create()
    {
        var command = new Command(
            "commit",
            "The full server with its group commit against the same server with one transaction for each message " +
            "(Chat:Commit:MaxBatch 1), in turns: acked sends a second.")
        {
            _protocol, _senders, _rooms, _postgres,
        };
        command.AddComparisonOptions();
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var plan = new CommitComparisonPlan(
            ComparisonOptions.Server(parse),
            parse.GetValue(_protocol)!,
            parse.GetValue(_senders),
            parse.GetValue(_rooms),
            ComparisonOptions.TextLength(parse),
            ComparisonOptions.Turns(parse))
        {
            Postgres = parse.GetValue(_postgres),
        };
        var comparisons = await new CommitComparison(plan).RunAsync(cancellationToken);

        // Without the connection string, which may hold a password.
        ComparisonOptions.Report(parse, plan with { Postgres = null }, comparisons);
        return 0;
    }
}
