using System.Globalization;
using SignalRChat.Bench.Comparing;
using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;
using SignalRChat.Bench.Shapes;

namespace SignalRChat.Tests.Bench;

public sealed class ShapesTests
{
    private static readonly TurnPlan _turns = new(1, 1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    private static readonly ShapesPlan _plan = new(new FullServerSource("", ""), Cells.All, _turns);

    [Fact]
    public void Sends_go_from_room_to_room_by_default() =>
        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "c2"], Choose(SendOrder.Rooms, senders: 100));

    [Fact]
    public void In_a_row_all_members_of_a_room_send_before_the_next_room() =>
        Assert.Equal(["a1", "a2", "b1", "b2", "c1", "c2"], Choose(SendOrder.Row, senders: 100));

    [Theory]
    [InlineData(nameof(SendOrder.Rooms))]
    [InlineData(nameof(SendOrder.Row))]
    public void Few_senders_are_spread_over_the_rooms_in_either_order(string order) =>
        Assert.Equal(["a1", "b1", "c1"], Choose(Enum.Parse<SendOrder>(order), senders: 3));

    [Fact]
    public void Senders_can_be_those_of_the_first_rooms_alone() =>
        Assert.Equal(["a1", "a2"], Choose(SendOrder.Rooms, senders: 100, inRooms: 1));

    [Fact]
    public void Every_load_has_the_rate_and_the_rooms_of_its_name()
    {
        var quiet = Find("r100-quiet");
        Assert.Equal((10, 20, 1), (quiet.Rooms, quiet.Load(_plan).Rate, quiet.Load(_plan).InRooms));
        Assert.Equal((500, 2_500), (Find("pairs").Rooms, Find("pairs").Load(_plan).Rate));
        Assert.Equal((1, 20), (Find("r1000").Rooms, Find("r1000").Load(_plan).Rate));
        var saturated = Cells.All.Where(cell => cell.Name.Contains("-sat", StringComparison.Ordinal));
        Assert.All(saturated, cell => Assert.Equal(0, cell.Load(_plan).Rate));
        Assert.Equal(Cells.All.Count, Cells.All.Select(cell => cell.Name).Distinct().Count());
    }

    [Fact]
    public void A_given_depth_changes_the_saturated_loads_alone()
    {
        Assert.Equal((1, 16, 64), (Depth("r10-sat", _plan), Depth("r10-sat16", _plan), Depth("r100-sat64", _plan)));
        var deep = _plan with { Depth = 8 };
        Assert.Equal((8, 8, 1), (Depth("r10-sat", deep), Depth("r10-sat16", deep), Depth("r10", deep)));
    }

    [Theory]
    [InlineData(nameof(Figure.Cpu), 0.8, false, 8, 10, true)]
    [InlineData(nameof(Figure.Cpu), 0.8, false, 8.1, 10, false)]
    [InlineData(nameof(Figure.Acks), 0.6, false, 6, 10, true)]
    [InlineData(nameof(Figure.Acks), 0.6, false, 5.9, 10, false)]
    [InlineData(nameof(Figure.Garbage), 2, true, 2_048, 1, true)]
    [InlineData(nameof(Figure.Garbage), 2, true, 2_100, 9_999, false)]
    public void An_aim_is_met_up_to_its_bound(string figure, double bound, bool isOfValue, double full, double bare, bool isMet) =>
        Assert.Equal(isMet, new Aim(Enum.Parse<Figure>(figure), bound, isOfValue).IsMet(new Comparison("", "", "", "", [new(full, bare)])));

    [Fact]
    public void The_report_begins_with_the_aim_that_is_missed_most()
    {
        var report = new ShapesReport([.. Rounds("r100", 7), .. Rounds("r10", 9), .. Rounds("pairs", 30)]);

        // The 99th percentile of r100 is at its bound.
        Assert.Equal(["pairs", "r10", "r100", "r100"], report.Rows.Select(row => row.Cell));
        Assert.Equal([false, false, true, true], report.Rows.Select(row => row.IsMet));
        var text = new StringWriter(CultureInfo.InvariantCulture);
        report.WriteMissed(text);
        Assert.StartsWith("2 of 4 aims are missed.", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(["pairs, SignalRChat: 3 deliveries missing or repeated, or sends refused or not answered."], report.Failures);
    }

    /// <summary>One round in which the bare hub needs 10 µs for a delivery.</summary>
    private static CellRound[] Rounds(string cell, double cpu)
    {
        var full = Side(ShapesRun.Full, cpu, latency: 2) with { Failures = cpu > 20 ? 3 : 0 };
        return [new(Find(cell), [full, Side(ShapesRun.Bare, 10, latency: 1)])];
    }

    private static Measured Side(string name, double cpu, double latency) => new(name, new()
    {
        [Figure.Cpu] = cpu,
        [Figure.P50] = latency,
        [Figure.P99] = latency,
        [Figure.GeneratorCpu] = 1,
    });

    private static Cell Find(string name) => Cells.All.Single(cell => cell.Name == name);

    private static int Depth(string cell, ShapesPlan plan) => Find(cell).Load(plan).Depth;

    private static string[] Choose(SendOrder order, int senders, int inRooms = int.MaxValue)
    {
        var load = new LoadShape(senders, 0, 100, TimeSpan.Zero, TimeSpan.Zero) { Order = order, InRooms = inRooms };
        return load.Choose(["a1", "b1", "c1", "a2", "b2", "c2"], rooms: 3);
    }
}
