using SignalRChat.Bench.Reports;

namespace SignalRChat.Tests.Bench;

public sealed class ComparisonTests
{
    [Fact]
    public void The_ratio_is_the_median_of_the_rounds_ratios()
    {
        // A busy machine slowed both sides in the second round.
        var comparison = new Comparison("figure", "µs", "a", "b", [new(11, 10), new(60, 50), new(10, 10)]);
        Assert.Equal(1.1, comparison.Ratio, 6);
        Assert.Equal((1.0, 1.2), (comparison.LowestRatio, comparison.HighestRatio));
    }

    [Fact]
    public void The_median_of_an_even_number_lies_between_the_two_in_the_middle() => Assert.Equal(2.5, Median.Of([4, 1, 3, 2]));
}
