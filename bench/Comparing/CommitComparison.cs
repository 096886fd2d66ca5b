using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Comparing;

internal sealed record CommitComparisonPlan(
    FullServerSource Source, string Protocol, int Senders, int Rooms, int TextLength, TurnPlan Turns)
{
    /// <summary>64 senders, each alone in a room, so that the result does not measure the fan-out.</summary>
    public const int DefaultSenders = 64;

    public const string DefaultProtocol = "messagepack";

    /// <summary>The database that stores the messages; null for SQLite.</summary>
    public string? Postgres { get; init; }
}

/// <summary>
/// Compares the command queue's group commit with one transaction for each message, with the senders in closed loop.
/// </summary>
internal sealed class CommitComparison(CommitComparisonPlan plan)
{
    private const string MaxBatchKey = "Chat:Commit:MaxBatch";
    private const string Grouped = "grouped";
    private const string Single = "one each";

    public async Task<List<Comparison>> RunAsync(CancellationToken cancellationToken)
    {
        var acks = new List<RoundPair>();
        for (var round = 1; round <= plan.Turns.Rounds; round++)
            acks.Add(await RoundAsync(round, cancellationToken));

        return [new($"acked sends a second, {plan.Senders} senders", "/s", Grouped, Single, acks)];
    }

    private async Task<RoundPair> RoundAsync(int round, CancellationToken cancellationToken)
    {
        var shape = new SwarmShape(plan.Protocol, plan.Senders, plan.Rooms);
        var load = new LoadShape(plan.Senders, 0, plan.TextLength, plan.Turns.Warmup, plan.Turns.Duration);
        (string, string)[] storage = plan.Postgres is null ? [] : [(NodeSettings.Postgres, plan.Postgres)];
        await using var groupedServer = await FullTarget.StartAsync(plan.Source, storage);
        await using var singleServer = await FullTarget.StartAsync(plan.Source, [.. storage, (MaxBatchKey, "1")]);
        await using var grouped = await Side.OpenAsync(Grouped, groupedServer, shape, cancellationToken);
        await using var single = await Side.OpenAsync(Single, singleServer, shape, cancellationToken);
        var windows = await new Turns([grouped, single], plan.Turns)
            .MeasureAsync($"{round}/{plan.Turns.Rounds}", load, isWarm: false, cancellationToken);
        return new RoundPair(AcksPerSecond(windows[0]), AcksPerSecond(windows[1]));
    }

    private static double AcksPerSecond(IReadOnlyList<LoadResult> windows) =>
        windows.Sum(window => window.Acks) / windows.Sum(window => window.Seconds);
}
