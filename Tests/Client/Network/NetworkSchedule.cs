using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client.Network;

/// <summary>
/// Two or three users who post, edit and delete in one room, each behind a network whose faults the seed determines.
/// </summary>
internal sealed class NetworkSchedule(RealServer server, int seed)
{
    private readonly Random _random = new(seed);

    public string Room { get; } = $"schedule-{seed}";

    public int Connects { get; private set; }

    public int Changes { get; private set; }

    public async Task<ReceivedMessages[]> RunAsync()
    {
        var people = Enumerable.Range(0, _random.Next(2, 4)).Select(NewPerson).ToArray();
        try
        {
            var come = people.Select(ComeAsync).ToArray();
            // In one schedule of three, the first connect already meets a fault.
            if (_random.Next(3) > 0)
                await Task.WhenAll(come).WaitAsync(RealServer.Deadline);
            var talk = Task.WhenAll(people.Zip(come, TalkAsync));
            for (var faults = _random.Next(4, 10); faults > 0; faults--)
                await NetworkFaults.CauseAsync(people[_random.Next(people.Length)].Proxy, _random);
            foreach (var person in people)
                person.Proxy.Pass();
            Changes = (await talk.WaitAsync(RealServer.Deadline)).Sum();

            var stored = await server.ReadAsync(Room);
            foreach (var person in people)
                await person.App.UntilAsync(() => person.App.Revisions.Contains(stored.Max(message => message.Revision)));
            return [.. people.Select(person => ReceivedMessages.By(person.App, Room))];
        }
        finally
        {
            Connects = people.Sum(person => person.App.Connects);
            await Task.WhenAll(people.Select(person => person.DisposeAsync().AsTask()));
        }
    }

    private Person NewPerson(int guest)
    {
        var proxy = TcpProxy.Start(server.Url);
        var chance = new Random(_random.Next());
        var protocol = _random.Next(2) == 0 ? ChatProtocol.Json : ChatProtocol.MessagePack;
        return new(proxy, server.Client(guest, proxy.Url, protocol, () => Next(chance)), new Random(_random.Next()));
    }

    private async Task ComeAsync(Person person)
    {
        await person.App.Chat.ConnectAsync();
        await person.App.Chat.JoinAsync(Room, after: 0);
    }

    private async Task<int> TalkAsync(Person person, Task come)
    {
        await come;
        var (chat, random) = (person.App.Chat, person.Random);
        var changes = random.Next(6, 12);
        var mine = new List<string>();
        for (var i = 0; i < changes; i++)
        {
            await Task.Delay(random.Next(30));
            switch (random.Next(5), mine.Count)
            {
                case (0, > 0):
                    await chat.EditAsync(Room, mine[random.Next(mine.Count)], $"edit {i}");
                    break;
                case (1, > 2):
                    await chat.DeleteAsync(Room, mine[^1]);
                    mine.RemoveAt(mine.Count - 1);
                    break;
                default:
                    mine.Add((await chat.SendAsync(Room, $"text {i}")).MessageId);
                    break;
            }
        }

        return changes;
    }

    private static double Next(Random random)
    {
        lock (random)
            return random.NextDouble();
    }

    private sealed record Person(TcpProxy Proxy, AppClient App, Random Random) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
