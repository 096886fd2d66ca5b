using System.Diagnostics;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Delivery;

/// <summary>A member that reads slowly but steadily is not one that has stopped reading.</summary>
[Collection(Alone.Name)]
public sealed class SlowMemberTests
{
    private const int Count = 1_000;
    private static readonly TimeSpan _stallTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_member_that_reads_slowly_but_steadily_is_not_closed_and_hears_everything_once()
    {
        using var server = new ChatServer(
            new()
            {
                ["Chat:Liveness:StallTimeout"] = _stallTimeout.ToString(),
                ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
                ["Logging:LogLevel:SignalRChat"] = "Information",
            },
            ServerLog.Collect);
        await using var sender = await server.ConnectAsync("sender");
        await sender.JoinAsync("lobby");
        using var slow = await server.ConnectRawAsync("slow", receiveBuffer: 4096);
        await slow.JoinAsync("lobby");

        var head = await server.PostManyAsync("lobby", sender.Guest, Count, length: 4_000);
        await ReadSlowlyAsync(slow, 3 * _stallTimeout);
        using (var count = new SlowCount(server))
            await Eventually.EqualAsync((1, 0), () => (count.Lagging, count.Stalled), "lagging and stalled connections");
        var heard = await HearAsync(slow, head);

        Assert.Equal(Enumerable.Range(1, (int)head).Select(place => (long)place), heard);
        Assert.DoesNotContain(server.Log(), line => line.Id.Id == 2101);
    }

    /// <summary>About 20 KB a second, far less than the room produces.</summary>
    private static async Task ReadSlowlyAsync(RawClient client, TimeSpan howLong)
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        using var pace = new PeriodicTimer(_pace);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < howLong && await pace.WaitForNextTickAsync(deadline.Token))
        {
            Assert.NotEqual(0, await client.ReadSomeAsync(deadline.Token));
            await client.PingAsync();
        }
    }

    private static async Task<List<long>> HearAsync(RawClient client, long head)
    {
        var heard = new List<long>();
        for (long cursor = 0; cursor < head;)
        {
            var update = await client.ReadUpdateAsync() ?? throw new InvalidOperationException("The server closed.");
            // Exactly, because an update that overlaps would hide a repeat from the client.
            Assert.Equal(cursor, update.After);
            heard.AddRange(update.Messages.Select(message => message.Sequence));
            cursor = update.Through;
        }
        return heard;
    }
}
