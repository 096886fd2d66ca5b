using System.Collections.Concurrent;
using System.Globalization;
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
    private const int AtATime = 20;

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
        var heard = new ConcurrentBag<ReceivedMessages>();
        var failed = new ConcurrentQueue<string>();
        var (connects, changes) = (0, 0);
        var total = Defects.None;

        var range = Enumerable.Range(first, _count);
        await Parallel.ForEachAsync(range, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (seed, _) =>
        {
            var schedule = new NetworkSchedule(server, seed);
            try
            {
                var apps = await schedule.RunAsync();
                var stored = await server.ReadAsync(schedule.Room);
                var defects = apps.Select(app => app.Against(stored)).Aggregate(Defects.None, (a, b) => a + b);
                if (defects != Defects.None)
                    failed.Enqueue($"seed {seed}: {defects}");
                lock (failed)
                    total += defects;
                foreach (var app in apps)
                    heard.Add(app);
            }
            catch (Exception e)
            {
                failed.Enqueue($"seed {seed}: {e}");
            }

            Interlocked.Add(ref connects, schedule.Connects);
            Interlocked.Add(ref changes, schedule.Changes);
        });

        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        output.WriteLine(
            $"{_count} schedules from seed {first} in {took:0} s: "
            + $"{changes} changes, {connects} connects, {heard.Count} apps, {total}");
        Findings.AssertNone(failed);
        var file = (await server.StopAndReadFileAsync()).Rooms.ToDictionary(room => room.Name, room => room.Messages);
        Assert.All(heard, app => Assert.Equal(Defects.None, app.Against(file[app.Room])));
    }
}
