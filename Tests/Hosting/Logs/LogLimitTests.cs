using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Common;
using SignalRChat.Hosting.Logs;

namespace SignalRChat.Tests.Hosting.Logs;

/// <summary>The log writes a few lines of each kind in a period, and reports the count of the rest at its end.</summary>
public sealed class LogLimitTests : IDisposable
{
    private const string Category = "SignalRChat.Test";
    private const int Summary = 120;

    private static readonly Action<ILogger, int, Exception?> _numbered =
        LoggerMessage.Define<int>(LogLevel.Information, default, "a {Number}");
    private static readonly Action<ILogger, Exception?> _other = LoggerMessage.Define(LogLevel.Information, default, "b");

    private readonly FakeTimeProvider _time = new();
    private readonly LogLimitOptions _limits = new();
    private readonly ServiceProvider _services;
    private readonly ILogger _logger;

    public LogLimitTests()
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddLogging(logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Debug))
            .AddLogLimits(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        _services = services.BuildServiceProvider();
        _logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void The_first_lines_of_a_kind_are_written_and_a_line_counts_the_rest()
    {
        Flood(LogLevel.Warning, 7, _limits.Lines + 30);
        Write(LogLevel.Error, 8);

        Assert.Equal(_limits.Lines, Lines(7).Length);
        Assert.Single(Lines(8));
        Assert.Empty(Lines(Summary));

        _time.Advance(LogLimitOptions.Period);

        var summary = Assert.Single(Lines(Summary));
        Assert.Equal(LogLevel.Warning, summary.Level);
        Assert.Contains($"30 more lines of {Category}, event 7", summary.Message, StringComparison.Ordinal);
        Write(LogLevel.Warning, 7);
        Assert.Equal(_limits.Lines + 1, Lines(7).Length);
        _time.Advance(LogLimitOptions.Period);
        Assert.Single(Lines(Summary));
    }

    [Fact]
    public async Task One_address_takes_no_lines_from_another_or_from_the_node_itself()
    {
        await FromAsync("192.0.2.1", () => Flood(LogLevel.Information, 7, 1_000));
        await FromAsync("192.0.2.2", () => Write(LogLevel.Information, 7));
        Write(LogLevel.Information, 7);

        Assert.Equal(_limits.LinesPerAddress + 2, Lines(7).Length);
    }

    [Fact]
    public async Task Many_addresses_together_write_no_more_than_the_kind_may()
    {
        for (var i = 0; i < 256; i++)
            await FromAsync($"192.0.2.{i}", () => Write(LogLevel.Information, 7));

        Assert.Equal(_limits.Lines, Lines(7).Length);
    }

    /// <summary>Regression: on a full disk each rejected batch logged its stack trace.</summary>
    [Fact]
    public void A_stack_is_written_once_in_a_period_for_each_type_of_exception()
    {
        for (var i = 0; i < 3; i++)
        {
            Write(LogLevel.Error, 7, Thrown(new IOException("disk\nfull")));
            Write(LogLevel.Error, 7, Thrown(new InvalidOperationException("broken")));
        }

        Assert.Equal(6, Lines(7).Length);
        Assert.Equal(2, Lines(7).Count(line => line.Exception!.ToString().Contains(nameof(Thrown), StringComparison.Ordinal)));
        Assert.Equal(2, Lines(7).Count(line => line.Exception!.ToString() == "System.IO.IOException: disk full"));
        _time.Advance(LogLimitOptions.Period);
        Write(LogLevel.Error, 7, Thrown(new IOException("full")));
        Assert.Contains(nameof(Thrown), Lines(7)[^1].Exception!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Critical)]
    [InlineData(LogLevel.Debug)]
    public void What_is_critical_or_was_switched_on_to_see_everything_has_no_limit(LogLevel level)
    {
        Flood(level, 7, 1_000);

        Assert.Equal(1_000, Lines(7).Length);
    }

    [Fact]
    public void Lines_without_an_event_id_differ_by_their_text()
    {
        for (var i = 0; i < 1_000; i++)
            _numbered(_logger, i, null);
        _other(_logger, null);

        Assert.Equal(_limits.Lines, Lines(0).Count(line => line.Message.StartsWith("a ", StringComparison.Ordinal)));
        Assert.Single(Lines(0), line => line.Message == "b");
    }

    [Fact]
    public void Suppressed_lines_are_counted_and_reported_when_the_node_stops()
    {
        using var counted = new MetricCollector<long>(
            _services.GetRequiredService<IMeterFactory>(), LogLimiter.MeterName, "signalrchat.logs.left_out", _time);
        var log = _services.GetRequiredService<FakeLogCollector>();

        Flood(LogLevel.Warning, 7, _limits.Lines + 2);
        Assert.Equal(2, counted.GetMeasurementSnapshot().Sum(one => one.Value));
        Assert.Equal(Category, counted.LastMeasurement!.Tags["category"]);

        _services.GetRequiredService<ILoggerFactory>().Dispose();
        Assert.Contains(log.GetSnapshot(), line => line.Id.Id == Summary);
    }

    [Fact]
    public void A_level_that_is_off_costs_nothing()
    {
        static void Run(ILogger logger)
        {
            for (var i = 0; i < 1_000; i++)
                logger.Log(LogLevel.Trace, new EventId(7), 0, null, static (_, _) => "");
        }
        Run(_logger);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(_logger);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>
    /// An hour of every kind of line that a stranger can cause, as fast as possible. The log stays below 1 KB a second,
    /// including the lines that count the rest.
    /// </summary>
    [Fact]
    public async Task Over_an_hour_twenty_kinds_of_lines_from_one_address_stay_below_1_KB_a_second()
    {
        const int Kinds = 20;
        const int LineBytes = 400;
        await FromAsync("192.0.2.1", () =>
        {
            for (var minute = 0; minute < 60; minute++, _time.Advance(TimeSpan.FromMinutes(1)))
            {
                for (var kind = 1; kind <= Kinds; kind++)
                    Flood(LogLevel.Information, 1_000 + kind, 100);
            }
        });

        Assert.InRange(_services.GetRequiredService<FakeLogCollector>().Count * LineBytes / TimeSpan.FromHours(1).TotalSeconds, 0, 1024);
    }

    private static async Task FromAsync(string address, Action write)
    {
        await Task.Yield();
        LogSource.Current = IPAddress.Parse(address);
        write();
    }

    private void Flood(LogLevel level, int eventId, int count)
    {
        for (var i = 0; i < count; i++)
            Write(level, eventId);
    }

    private void Write(LogLevel level, int eventId, Exception? exception = null) =>
        _logger.Log(level, new EventId(eventId), "a line", exception, static (line, _) => line);

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private FakeLogRecord[] Lines(int eventId) =>
        [.. _services.GetRequiredService<FakeLogCollector>().GetSnapshot().Where(line => line.Id.Id == eventId)];
}
