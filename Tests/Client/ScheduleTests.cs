using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

/// <summary>
/// Clients that send and react while members and settings change and everything that can fail does, in an order that the seed gives.
/// </summary>
public sealed class ScheduleTests
{
    private const int Talkers = 3;
    private const int Each = 15;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The number of schedules: <c>CHAT_SCHEDULES</c> in the environment, by default few, so that the suite stays fast.
    /// </summary>
    public static TheoryData<int> Seeds =>
    [
        .. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("CHAT_SCHEDULES"), out var count) ? count : 12),
    ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_repeated_or_reordered(int seed)
    {
        var random = new Random(seed);
        await using var server = await FakeServer.StartAsync();
        server.PageSize = random.Next(1, 8);
        server.Copies = random.Next(1, 3);
        server.Loses = update => (update.Through * 2_654_435_761 + seed) % 10 < 3;
        await using var alice = await AppClient.ConnectAsync(server);
        await using var bob = await AppClient.ConnectAsync(server, ChatProtocol.MessagePack);
        await using var carol = await AppClient.ConnectAsync(server);
        AppClient[] clients = [alice, bob, carol];
        await Task.WhenAll(clients.Select(client => client.Chat.JoinAsync("lobby")));

        var talk = Task.WhenAll(clients.Select(TalkAsync));
        while (!talk.IsCompleted)
            await Task.WhenAny(talk, MisbehaveAsync(server, random));
        await talk.WaitAsync(_deadline);
        server.Loses = _ => false;
        await server.PostAsync("lobby", 1);

        var stored = server.Room("lobby").Stored;
        Assert.Equal(Talkers * Each + 1, stored.Length);
        foreach (var client in clients)
        {
            await client.UntilCaughtUpAsync(server.Room("lobby"));
            await client.UntilAsync(() => client.Content == RoomContent.Of(server.Room("lobby")));
            Assert.Equal(stored.Select(message => message.Revision), client.Revisions);
        }
    }

    private static async Task TalkAsync(AppClient client)
    {
        for (var i = 0; i < Each; i++)
        {
            var sent = await client.Chat.SendAsync("lobby", $"{i}").WaitAsync(_deadline);
            if (i % 3 == 0)
                await client.Chat.ReactAsync("lobby", sent.MessageId, "👍").WaitAsync(_deadline);
        }
    }

    /// <summary>
    /// Injects one fault, or changes a member or the settings, and completes when the next call of a client has succeeded, or nearly so.
    /// </summary>
    private static async Task MisbehaveAsync(FakeServer server, Random random)
    {
        var method = random.Next(5) switch
        {
            0 => nameof(IChatHub.JoinRoom),
            1 => nameof(IChatHub.GetUpdates),
            2 => nameof(IChatHub.React),
            _ => nameof(IChatHub.SendMessage),
        };
        var room = server.Room("lobby");
        switch (random.Next(7))
        {
            case 0: server.BreakAll(); break;
            case 1: server.Faults.CutBefore(method); break;
            case 2: server.Faults.CutAfter(method); break;
            case 3: await server.PushAsync(room.SetTitle($"{room.Head}")); break;
            case 4: await server.PushAsync(room.ChangeMember($"{random.Next(3)}", member => member with { MutedUntil = room.Head })); break;
            default: server.Faults.Refuse(method, "busy: Not now. Retry after 5 ms."); break;
        }

        await server.NextCallAsync();
    }
}
