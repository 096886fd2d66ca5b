using System.Text.Json;
using SignalRChat.Client;

namespace SignalRChat.Tests.Conformance;

/// <summary>
/// Both clients spread their attempts alike. The same random numbers give the same delays, and each tenth of the range gets a
/// tenth of the attempts.
/// </summary>
public sealed class BackoffTests
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Read().Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void The_delays_of_a_try_are_those_of_the_other_client(int place)
    {
        var (attempt, boundMs, delaysMs) = Read()[place];
        var backoff = Backoff();
        Assert.All(delaysMs, expected => Assert.Equal(expected, backoff.Delay(attempt).TotalMilliseconds, tolerance: 0.001));

        var all = Backoff();
        var tenths = new int[10];
        for (var i = 0; i < 20_000; i++)
            tenths[(int)(all.Delay(attempt).TotalMilliseconds / boundMs * 10)]++;
        Assert.All(tenths, count => Assert.InRange(count, 1_800, 2_200));
    }

    private static BackoffRow[] Read() =>
        JsonSerializer.Deserialize<BackoffRow[]>(
            File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Tests", "Conformance", "backoff.json")), _json)!;

    /// <summary>A sequence that both languages can compute: x → 1,664,525 x + 1,013,904,223 modulo 2^32.</summary>
    private static FullJitterBackoff Backoff()
    {
        var state = 20_261u;
        return new(
            TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(30),
            () => (state = unchecked((state * 1_664_525u) + 1_013_904_223u)) / 4_294_967_296.0);
    }

    private sealed record BackoffRow(long Attempt, double BoundMs, double[] DelaysMs);
}
