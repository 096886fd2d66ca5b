using System.Diagnostics;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Transport;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Delivery;

/// <summary>A member that stops reading: its effect on the others, and its end.</summary>
[Collection(Alone.Name)]
public sealed class StalledMemberTests
{
    // More than the system's buffers of both sides, Kestrel's and the transport's pipe hold together.
    private const int FillingCount = 1_000;
    private const int LongText = 4_000;

    private const int Rounds = 5;
    private const int MessagesInRound = 60;
    private const double AllowedMilliseconds = 50;

    [Fact]
    public async Task A_member_that_stops_reading_delays_no_member_and_costs_bounded_memory()
    {
        using var server = new ChatServer(new()
        {
            ["Chat:Liveness:StallTimeout"] = "00:10:00",
            ["Chat:Liveness:ClientTimeout"] = "00:10:00",
        });
        await using var sender = await server.ConnectAsync("sender");
        await using var hearer = await server.ConnectAsync("hearer", "messagepack");
        foreach (var room in new[] { "calm", "stalled" })
        {
            await sender.JoinAsync(room);
            await hearer.JoinAsync(room);
        }
        var guest = await server.GuestAsync("stalled");
        using var stalled = await server.ConnectRawAsync(guest, receiveBuffer: 4096);
        await stalled.JoinAsync("stalled");
        using var slow = new SlowCount(server);
        await Eventually.EqualAsync((0, 0), () => (slow.Lagging, slow.Stalled), "slow connections at rest");
        await StallAsync(server, sender, hearer, guest.UserId);

        Assert.InRange(await SmallestGrowthAsync(server, sender, hearer), long.MinValue, 3 * 1024 * 1024);
        await AssertNotSlowerAsync(sender, hearer);
        await Eventually.EqualAsync(1, () => slow.Stalled, "stalled connections");
    }

    [Fact]
    public async Task A_member_that_stops_reading_is_closed_with_a_reason_and_then_misses_nothing()
    {
        using var server = new ChatServer(
            new()
            {
                ["Chat:Liveness:StallTimeout"] = "00:00:02",
                ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
                ["Logging:LogLevel:SignalRChat"] = "Information",
            },
            ServerLog.Collect);
        await using var sender = await server.ConnectAsync("sender");
        await sender.JoinAsync("lobby");
        var guest = await server.GuestAsync("stalled");
        using var stalled = await server.ConnectRawAsync(guest, receiveBuffer: 4096);
        await stalled.JoinAsync("lobby");

        var head = await server.PostManyAsync("lobby", sender.Guest, FillingCount, LongText);
        await Eventually.TrueAsync(() => server.HasLogged(2101, "slow-consumer"), "closing the member that does not read");
        await Eventually.EqualAsync(1, () => server.Get<LocalConnections>().Count, "connections");
        await using var back = await TestClient.ConnectAsync(server, guest, "json");
        var missed = await back.CatchUpAsync("lobby", cursor: 0);

        Assert.Equal(Enumerable.Range(1, (int)head).Select(place => (long)place), missed.Select(message => message.Sequence));
        Assert.Single(server.Log(), line => line.Id.Id == 2101 && line.Message.Contains("slow-consumer", StringComparison.Ordinal));
    }

    private static async Task StallAsync(ChatServer server, TestClient sender, TestClient hearer, string userId)
    {
        var connection = server.Get<LocalConnections>().Snapshot().Single(one => one.Context.UserIdentifier == userId);
        var watch = connection.Context.Features.Get<ConnectionActivity>()!;
        await PostAndHearAsync(server, sender, hearer);
        await Eventually.TrueAsync(() => watch.WaitedToSend(Stopwatch.GetTimestamp()) > TimeSpan.Zero, "the member stalls");
    }

    private static async Task PostAndHearAsync(ChatServer server, TestClient sender, TestClient hearer)
    {
        var head = await server.PostManyAsync("stalled", sender.Guest, FillingCount, LongText);
        foreach (var client in new[] { sender, hearer })
        {
            while ((await client.NextUpdateAsync()).Through < head)
            {
            }
        }
    }

    // The smallest growth of the rounds. A pool that rents a larger buffer grows in one round, but messages that are kept for the
    // stalled member, at least 4 MB a round, would grow every round.
    private static async Task<long> SmallestGrowthAsync(ChatServer server, TestClient sender, TestClient hearer)
    {
        var smallest = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await PostAndHearAsync(server, sender, hearer);
            smallest = Math.Min(smallest, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        return smallest;
    }

    // The median of the rounds. Other load may disturb one or two rounds, but waiting for a member would slow every round.
    private static async Task AssertNotSlowerAsync(TestClient sender, TestClient hearer)
    {
        var (calm, stalled) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            calm[round] = await P99Async("calm", sender, hearer);
            stalled[round] = await P99Async("stalled", sender, hearer);
        }
        Array.Sort(calm);
        Array.Sort(stalled);
        Assert.InRange(stalled[Rounds / 2] - calm[Rounds / 2], double.MinValue, AllowedMilliseconds);
    }

    private static async Task<double> P99Async(string room, TestClient sender, TestClient hearer)
    {
        var times = new List<double>();
        for (var i = 0; i < MessagesInRound; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var sent = await sender.SendAsync(room, "how long does this take?");
            while ((await hearer.NextUpdateAsync()) is var update && (update.Room != room || update.Through < sent.Revision))
            {
            }
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        return times[(int)Math.Ceiling(times.Count * 0.99) - 1];
    }
}
