using System.Diagnostics;
using SignalRChat.Bench.Load;

namespace SignalRChat.Tests.Bench;

public sealed class WindowTests
{
    private readonly Meter _meter = new();

    [Fact]
    public void A_late_delivery_is_in_the_latencies_and_not_in_the_rate()
    {
        var window = _meter.Open();
        var sent = Stopwatch.GetTimestamp();
        window.End();
        _meter.Delivered(sent, sent + (2 * Stopwatch.Frequency));
        Assert.Equal((0, 1), (window.Receipts.Arrived, window.Receipts.Caused));
        Assert.InRange(window.Receipts.Latencies().P50, 1_998, 2_002);
    }

    [Fact]
    public void A_delivery_of_an_earlier_send_is_in_the_rate_and_not_in_the_latencies()
    {
        var sent = Stopwatch.GetTimestamp();
        var window = _meter.Open();
        _meter.Delivered(sent, Stopwatch.GetTimestamp());
        Assert.Equal((1, 0), (window.Receipts.Arrived, window.Receipts.Caused));
    }

    [Fact]
    public void An_acked_send_calls_for_a_delivery_to_each_member()
    {
        var window = _meter.Open();
        var now = Stopwatch.GetTimestamp();
        _meter.Answered(now, now, 100, refusal: null);
        _meter.Answered(now, now, 100, refusal: "busy");
        Assert.Equal((100, 1, "busy"), (window.Expected, window.Refused, window.FirstRefusal));
    }

    [Fact]
    public void A_send_of_the_window_counts_as_unanswered_until_its_answer()
    {
        var early = Stopwatch.GetTimestamp();
        var window = _meter.Open();
        var now = Stopwatch.GetTimestamp();
        _meter.Sent(early);
        _meter.Sent(now);
        _meter.Sent(now);
        _meter.Answered(early, now, 1, refusal: null);
        Assert.Equal(2, window.Unanswered);
        _meter.Answered(now, now, 1, refusal: null);
        _meter.Answered(now, now, 1, refusal: "busy");
        Assert.Equal(0, window.Unanswered);
    }

    [Fact]
    public void Percentiles_are_in_milliseconds()
    {
        var flow = new Flow();
        for (var i = 1; i <= 1_000; i++)
            flow.Record(i * Stopwatch.Frequency / 1_000);

        var latencies = flow.Latencies();
        Assert.InRange(latencies.P50, 499, 501);
        Assert.InRange(latencies.P99, 989, 991);
        Assert.InRange(latencies.P999, 998, 1_000);
        Assert.InRange(latencies.Max, 999, 1_001);
    }
}
