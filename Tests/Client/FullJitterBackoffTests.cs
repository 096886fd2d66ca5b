using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Client;

namespace SignalRChat.Tests.Client;

public sealed class FullJitterBackoffTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1_000_000_000, 30)]
    public void The_bound_doubles_up_to_the_cap(long attempt, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds / 2), Backoff(() => 0.5).Delay(attempt));
        Assert.Equal(TimeSpan.Zero, Backoff(() => 0).Delay(attempt));
    }

    [Fact]
    public void It_never_gives_up()
    {
        var backoff = Backoff(() => 0.5);
        foreach (var attempt in new[] { 0L, 4, 100, long.MaxValue })
            Assert.NotNull(backoff.NextRetryDelay(new RetryContext { PreviousRetryCount = attempt, ElapsedTime = TimeSpan.FromDays(400) }));
    }

    /// <summary>
    /// A cap applied after the jitter would gather all late attempts at the cap. Here each tenth of the range gets a tenth of
    /// the attempts.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public void No_delay_gathers_more_than_its_share(long attempt)
    {
        var random = new Random(20_261);
        var backoff = Backoff(random.NextDouble);
        var bound = Math.Min(30, 0.5 * Math.Pow(2, attempt));
        var tenths = new int[10];
        var values = new Dictionary<double, int>();
        for (var i = 0; i < 20_000; i++)
        {
            var delay = backoff.Delay(attempt).TotalSeconds;
            tenths[(int)(delay / bound * 10)]++;
            values[Math.Round(delay, 4)] = values.GetValueOrDefault(Math.Round(delay, 4)) + 1;
        }

        Assert.All(tenths, count => Assert.InRange(count, 1_800, 2_200));
        Assert.InRange(values.Values.Max(), 1, 30);
    }

    [Fact]
    public void A_base_of_zero_or_a_cap_below_the_base_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FullJitterBackoff(TimeSpan.Zero, TimeSpan.FromSeconds(1), () => 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FullJitterBackoff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), () => 0));
    }

    private static FullJitterBackoff Backoff(Func<double> chance) => new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), chance);
}
