using System.Diagnostics;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Transport;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Delivery;

/// <summary>A client that sends calls and never reads an answer.</summary>
[Collection(Alone.Name)]
public sealed class DeafCallerTests
{
    private const int Calls = 400;
    private const int PageSize = 50;
    private const int LongText = 4_000;

    // A page is 400 KB of text in memory. The server reads 32 calls; all answers together would take 160 MB.
    private const long MostBytes = 32 * PageSize * LongText * sizeof(char) + (4 * 1024 * 1024);

    [Fact]
    public async Task A_client_that_never_reads_its_answers_costs_bounded_memory_and_is_closed()
    {
        using var server = new ChatServer(
            new()
            {
                ["Chat:Liveness:StallTimeout"] = "00:00:03",
                ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
                ["Logging:LogLevel:SignalRChat"] = "Information",
            },
            ServerLog.Collect);
        await using var other = await server.ConnectAsync("other");
        await other.JoinAsync("calm");
        await other.JoinAsync("long");
        await server.PostManyAsync("long", other.Guest, PageSize, LongText);
        var guest = await server.GuestAsync("deaf");
        using var deaf = await server.ConnectRawAsync(guest, receiveBuffer: 4096);
        await deaf.JoinAsync("long");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var call = new { room = "long", limit = PageSize };
        for (var i = 0; i < Calls; i++)
            await deaf.InvokeAsync(nameof(IChatHub.GetHistory), call);
        var watch = Activity(server, guest);
        await Eventually.TrueAsync(() => watch.WaitedToSend(Stopwatch.GetTimestamp()) > TimeSpan.Zero, "the answers wait for the client");

        for (var i = 1; i <= 20; i++)
            Assert.Equal(i, (await other.SendAsync("calm", "hello")).Revision);
        Assert.Equal(2, server.Get<LocalConnections>().Count);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostBytes);
        await Eventually.TrueAsync(() => server.HasLogged(2101, "slow-consumer"), "closing the client that does not read");
        await Eventually.EqualAsync(1, () => server.Get<LocalConnections>().Count, "connections");
    }

    private static ConnectionActivity Activity(ChatServer server, GuestTokenResult guest) =>
        server.Get<LocalConnections>().Snapshot().Single(one => one.Context.UserIdentifier == guest.UserId)
            .Context.Features.Get<ConnectionActivity>()!;
}
