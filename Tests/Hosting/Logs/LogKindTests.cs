using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Hosting.Logs;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting.Logs;

/// <summary>A limit on log lines does not hide one fault behind another.</summary>
public sealed class LogKindTests : IDisposable
{
    private const int Failed = 2002;
    private const int Ended = 2101;
    private const string DiskFull = "53100";
    private const string ShutDown = "57P01";

    private readonly LogLimitOptions _limits = new();
    private readonly ServiceProvider _services;
    private readonly ILogger _logger;

    public LogKindTests()
    {
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .AddLogging(logging => logging.AddFakeLogging())
            .AddLogLimits(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build())
            .BuildServiceProvider();
        _logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger("SignalRChat.Test");
    }

    public void Dispose() => _services.Dispose();

    /// <summary>Regression: a null reference in one hub method hid the stack trace of another method's.</summary>
    [Fact]
    public void Defects_of_two_methods_have_a_stack_each_and_every_line_its_trace_id()
    {
        string?[] ids = ["trace1", "trace2", "trace3", "trace4"];
        Fail(ids[0], Catch(FirstMethod));
        Fail(ids[1], Catch(FirstMethod));
        Fail(ids[2], Catch(SecondMethod));
        Fail(ids[3], new AggregateException(Catch(SecondMethod)));

        var lines = Lines(Failed);
        Assert.Equal(ids, lines.Select(line => line.GetStructuredStateValue("TraceId")));
        Assert.All(lines, line => Assert.Contains(line.GetStructuredStateValue("TraceId")!, line.Message, StringComparison.Ordinal));
        Assert.Equal(
            [true, false, true, true],
            lines.Select(line => line.Exception!.ToString().Contains("   at ", StringComparison.Ordinal)));
    }

    public static TheoryData<Exception, Exception> Causes => new()
    {
        { Sql(DiskFull), Sql(ShutDown) },
        { Unavailable(Sql(DiskFull)), Unavailable(Sql(ShutDown)) },
        { Unavailable(new TimeoutException("late")), Unavailable(new IOException("gone")) },
        { Unavailable(Unavailable(new TimeoutException("late"))), Unavailable(Unavailable(new IOException("gone"))) },
        {
            new AggregateException(Sql(DiskFull), new IOException("gone")),
            new AggregateException(Sql(DiskFull), new TimeoutException("late"))
        },
        { Unavailable(new SqliteException("full", 13)), Unavailable(new SqliteException("damaged", 11)) },
        { new SocketException((int)SocketError.ConnectionRefused), new SocketException((int)SocketError.TimedOut) },
        { new IOException("full", 28), new IOException("denied", 13) },
    };

    /// <summary>Regression: an outage of the database hid another with a different cause.</summary>
    [Theory]
    [MemberData(nameof(Causes), DisableDiscoveryEnumeration = true)]
    public void An_exception_with_another_cause_is_of_another_kind(Exception first, Exception second)
    {
        for (var i = 0; i < _limits.Lines + 1; i++)
            Fail("first", first);
        Fail("second", second);

        Assert.Equal(_limits.Lines, Lines(Failed).Count(line => line.GetStructuredStateValue("TraceId") == "first"));
        Assert.Same(second, Assert.Single(Lines(Failed), line => line.GetStructuredStateValue("TraceId") == "second").Exception);
    }

    [Fact]
    public void The_short_form_holds_the_message_of_each_cause_on_one_line()
    {
        for (var i = 0; i < 2; i++)
            Fail("id", Unavailable(new AggregateException("two", Sql(DiskFull), new IOException("not\nreadable"))));

        var shortForm = Lines(Failed)[1].Exception!.ToString();
        Assert.Contains("StorageUnavailableException: unavailable", shortForm, StringComparison.Ordinal);
        Assert.Contains("PostgresException: 53100: no space", shortForm, StringComparison.Ordinal);
        Assert.Contains("IOException: not readable", shortForm, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', shortForm);
    }

    /// <summary>Regression: after 50 rooms a minute the log did not name the room that lost commits.</summary>
    [Fact]
    public void Each_room_that_lost_commits_is_written()
    {
        var rooms = Enumerable.Range(0, 10 * _limits.Lines).Select(i => $"room{i}").ToArray();
        foreach (var room in rooms)
        {
            RoomFeedLog.HeadWentBack(_logger, room, 1, 2);
            RoomFeedLog.BeganEpoch(_logger, room, "epoch", 2, 1);
        }

        Assert.Equal(rooms, Lines(3013).Select(line => line.GetStructuredStateValue("Room")));
        Assert.Equal(rooms, Lines(3012).Select(line => line.GetStructuredStateValue("Room")));
    }

    [Fact]
    public void Sessions_that_end_for_another_reason_are_of_another_kind()
    {
        for (var i = 0; i < 2 * _limits.Lines; i++)
            DeliveryLog.Ended(_logger, $"{i}", "mallory", SessionEndCodes.TooManyConnections);
        DeliveryLog.Ended(_logger, "one", "alice", SessionEndCodes.RateLimited);

        Assert.Equal(_limits.Lines + 1, Lines(Ended).Length);
        Assert.Single(Lines(Ended), line => line.GetStructuredStateValue("Code") == SessionEndCodes.RateLimited);
    }

    /// <summary>
    /// Regression: one client used up the lines of all others, because no address was known when the server ended a session.
    /// </summary>
    [Fact]
    public async Task The_end_of_a_session_counts_for_the_address_of_its_client()
    {
        using var server = new ChatServer(
            new()
            {
                ["Chat:Limits:ConnectionsPerUser"] = "1",
                ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
                ["Chat:LogLimits:LinesPerAddress"] = "2",
                ["Logging:LogLevel:SignalRChat"] = "Information",
            },
            ServerLog.Collect);
        var guest = await server.GuestAsync("mallory");
        var clients = new List<TestClient>();
        for (var i = 0; i < 5; i++)
        {
            clients.Add(await TestClient.ConnectAsync(server, guest, "json"));
            await server.RegisteredAsync(guest.UserId, least: 1);
        }
        await Eventually.EqualAsync(1, () => server.Get<LocalConnections>().Count, "connections");

        Assert.Equal(2, server.Log().Count(line => line.Id.Id == Ended));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static void FirstMethod() => throw new InvalidOperationException("broken");

    private static void SecondMethod() => throw new InvalidOperationException("broken");

    private static Exception Catch(Action action) => Assert.ThrowsAny<Exception>(action);

    private static PostgresException Sql(string state) => new("no space", "ERROR", "ERROR", state);

    private static StorageUnavailableException Unavailable(Exception cause) => new("unavailable", cause);

    private void Fail(string? traceId, Exception exception) => HubLog.Failed(_logger, "SendMessage", "alice", 1, traceId!, exception);

    private FakeLogRecord[] Lines(int eventId) =>
        [.. _services.GetRequiredService<FakeLogCollector>().GetSnapshot().Where(line => line.Id.Id == eventId)];
}
