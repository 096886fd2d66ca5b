using SignalRChat.Client;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.History;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Client.Network;

/// <summary>
/// Cuts the connection after n bytes, for every n in small steps from the first byte of the negotiation to the last byte of the
/// update. So the cuts hit each frame of connecting, joining, sending, acknowledging and updating, and the gaps between them.
/// </summary>
[Collection(Alone.Name)]
public sealed class PhaseCutTests(ITestOutputHelper output)
{
    private const int Step = 17;
    private const int AtATime = 8;

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task A_cut_at_any_byte_of_any_phase_neither_loses_nor_repeats(ChatProtocol protocol)
    {
        await using var server = await RealServer.StartAsync();
        var whole = await TalkAsync(server, protocol, "whole", _ => { });
        output.WriteLine(
            $"To the server {string.Join(" ", whole.ToServer)}, to the client {string.Join(" ", whole.ToClient)} bytes "
            + "after connect, join, send and update");

        var cuts = Cuts(Way.ToServer, whole.ToServer[^1]).Concat(Cuts(Way.ToClient, whole.ToClient[^1])).ToArray();
        var reconnected = 0;
        await Parallel.ForEachAsync(cuts, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (cut, _) =>
        {
            var name = $"{cut.Way}-{cut.Bytes}".ToLowerInvariant();
            var talk = await TalkAsync(server, protocol, name, proxy => proxy.CutAfter(cut.Way, cut.Bytes));
            Interlocked.Add(ref reconnected, talk.Connects - 1);
        });

        output.WriteLine($"{cuts.Length} cuts, {reconnected} reconnects");
        Assert.True(reconnected > cuts.Length / 4, $"Only {reconnected} of {cuts.Length} cuts met a connection that stood.");
    }

    private static IEnumerable<(Way Way, long Bytes)> Cuts(Way way, long bytes)
    {
        for (var at = 0L; at < bytes; at += Step)
            yield return (way, at);
    }

    private static async Task<Talk> TalkAsync(RealServer server, ChatProtocol protocol, string room, Action<TcpProxy> arm)
    {
        using var book = new HistoryBook();
        await using var proxy = TcpProxy.Start(server.Url);
        await using var app = server.Client(0, proxy.Url, protocol, () => 0.5, book);
        var talk = new Talk();
        arm(proxy);

        await app.ConnectAsync(CancellationToken.None).WaitAsync(RealServer.Deadline);
        talk.Note(proxy);
        await app.JoinAsync(room, CancellationToken.None).WaitAsync(RealServer.Deadline);
        talk.Note(proxy);
        var post = new Change(book.NextOp(), OpKind.Post, room, Guid.CreateVersion7().ToString(), "once", "once");
        Assert.True(await app.AskAsync(post).WaitAsync(RealServer.Deadline));
        talk.Note(proxy);
        await RealServer.ReachedAsync(app, room, revision: 1);
        talk.Note(proxy);

        var stored = await server.ReadAsync(room);
        Assert.Equal(post.MessageId, Assert.Single(stored.Rooms[0].Messages).MessageId);
        var history = new RoomHistory(room, [app.Name], book.Snapshot());
        Assert.Empty(history.Against(stored));
        Assert.DoesNotContain(history.Records.OfType<Heard>(), heard => heard.By == HeardBy.Reset);
        return talk with { Connects = history.Connects };
    }

    /// <summary>The bytes sent in each direction after each phase.</summary>
    private sealed record Talk
    {
        public List<long> ToServer { get; } = [];

        public List<long> ToClient { get; } = [];

        public int Connects { get; init; }

        public void Note(TcpProxy proxy)
        {
            ToServer.Add(proxy.Passed(Way.ToServer));
            ToClient.Add(proxy.Passed(Way.ToClient));
        }
    }
}
