using System.Globalization;
using SignalRChat.Bench.Comparing;
using SignalRChat.Bench.Servers;
using SignalRChat.Bench.Shapes;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Bench;

/// <summary>
/// The cell r10 of <c>bench shapes</c>, smaller and shorter. Both servers share the machine, so its other work hardly changes
/// the ratio.
/// </summary>
[Collection(Alone.Name)]
public sealed class CpuRatioTests(ITestOutputHelper output)
{
    private const string Update = "UPDATE_CPU_RATIO";
    private const string Committed = "Tests/Bench/r10-cpu-ratio.txt";
    private const double Worst = 4.0 / 3;

    private static readonly TurnPlan _turns = new(1, 2, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.2)) { MaxWarmups = 3 };

    [Fact]
    public async Task A_delivery_in_rooms_of_10_costs_at_most_a_third_more_than_committed()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var cell = Cells.All.Single(cell => cell.Name == "r10") with { Connections = 400, Deliveries = 12_000 };
        var plan = new ShapesPlan(new FullServerSource(ServerProgram.BuiltFile, Path.GetTempPath()), [cell], _turns);

        var report = new ShapesReport(await new ShapesRun(plan).RunAsync(deadline.Token));
        var ratio = report.Rows[0].Comparison.Ratio;
        if (Environment.GetEnvironmentVariable(Update) == "1")
            await File.WriteAllTextAsync(SourceTree.PathOf(Committed), ratio.ToString("0.00\n", CultureInfo.InvariantCulture));
        var committed = double.Parse(await File.ReadAllTextAsync(SourceTree.PathOf(Committed)), CultureInfo.InvariantCulture);

        output.WriteLine($"{ratio:0.00} times the bare hub's CPU; committed {committed:0.00}");
        Assert.Empty(report.Failures);
        Assert.InRange(ratio, 0, committed * Worst);
    }
}
