using System.Collections.Concurrent;
using System.Globalization;
using SignalRChat.Testing.History;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Durability;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Client.Network;

/// <summary>
/// Random schedules of faults between real clients and a real server process. <c>CHAT_SCHEDULES</c> sets their number instead
/// of 500, and <c>CHAT_TEST_SEED</c> the first seed. With the seed of a failed schedule and a count of 1, only that schedule
/// runs.
/// </summary>
[Collection(Alone.Name)]
public sealed class NetworkScheduleTests(ITestOutputHelper output)
{
    private const int AtATime = 40;

    private static readonly int _count =
        Environment.GetEnvironmentVariable("CHAT_SCHEDULES") is { Length: > 0 } count
            ? int.Parse(count, CultureInfo.InvariantCulture)
            : 500;

    [Fact]
    public async Task Whatever_the_network_does_every_app_ends_with_what_the_database_holds()
    {
        var first = Seed.Choose() % 1_000_000_000;
        var began = TimeProvider.System.GetTimestamp();
        await using var server = await RealServer.StartAsync();
        var histories = new ConcurrentBag<RoomHistory>();
        var failed = new ConcurrentQueue<string>();
        var (connects, changes) = (0, 0);

        var range = Enumerable.Range(first, _count);
        await Parallel.ForEachAsync(range, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (seed, _) =>
        {
            using var book = new HistoryBook();
            var schedule = new NetworkSchedule(server, book, seed);
            try
            {
                var history = await schedule.RunAsync();
                histories.Add(history);
                foreach (var violation in history.Against(await server.ReadAsync(schedule.Room)))
                    failed.Enqueue($"seed {seed}: {violation.Check}: {violation.Sentence}");
            }
            catch (Exception e)
            {
                failed.Enqueue($"seed {seed}: {e}");
            }

            Interlocked.Add(ref connects, book.Snapshot().OfType<Opened>().Count());
            Interlocked.Add(ref changes, schedule.Changes);
        });

        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(
            $"{_count} schedules from seed {first} in {took:0} s: "
            + $"{changes} changes, {connects} connects, {histories.Sum(history => history.Members.Length)} apps, {failed.Count} failures");
        Findings.AssertNone(failed);
        Assert.Equal(_count, histories.Count);
        var file = await server.StopAndReadFileAsync();
        Assert.All(histories, history => Assert.Empty(history.Against(file)));
    }
}
