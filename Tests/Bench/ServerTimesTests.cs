using SignalRChat.Bench.Servers;

namespace SignalRChat.Tests.Bench;

public sealed class ServerTimesTests
{
    private const string Scope = "otel_scope_name=\"SignalRChat.Messages\"";

    [Fact]
    public void The_parts_are_the_means_of_what_was_added()
    {
        var before = ServerTimes.Read(Lines(scale: 1));

        var grown = ServerTimes.Read(Lines(scale: 3)) - before;

        Assert.Equal(2, grown.Wait.Milliseconds, 6);
        Assert.Equal(10, grown.Commit.Milliseconds, 6);
        Assert.Equal(5, grown.Delivery.Milliseconds, 6);
        Assert.Equal(17, grown.Milliseconds, 6);
    }

    [Fact]
    public void A_server_without_these_metrics_has_no_times() => Assert.Equal(0, ServerTimes.Read(["other_sum 1", ""]).Milliseconds);

    private static string[] Lines(int scale) =>
    [
        "# TYPE signalrchat_commit_wait_seconds histogram",
        $"signalrchat_commit_wait_seconds_bucket{{{Scope},le=\"0.1\"}} {8 * scale}",
        $"signalrchat_commit_wait_seconds_sum{{{Scope}}} {0.016 * scale}",
        $"signalrchat_commit_wait_seconds_count{{{Scope}}} {8 * scale}",
        $"signalrchat_commit_duration_seconds_sum{{{Scope}}} {0.04 * scale} 1764331200000",
        $"signalrchat_commit_duration_seconds_count{{{Scope}}} {4 * scale} 1764331200000",
        $"signalrchat_delivery_duration_seconds_sum{{{Scope},path=\"backplane\"}} {9 * scale}",
        $"signalrchat_delivery_duration_seconds_count{{{Scope},path=\"backplane\"}} {1 * scale}",
        $"signalrchat_delivery_duration_seconds_sum{{{Scope},path=\"local\"}} {0.02 * scale}",
        $"signalrchat_delivery_duration_seconds_count{{{Scope},path=\"local\"}} {4 * scale}",
    ];
}
