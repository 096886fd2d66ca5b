using SignalRChat.Client;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.History;

namespace SignalRChat.Tests.Client.Network;

/// <summary>
/// Two or three users who post, edit and delete in one room, each behind a network whose faults the seed determines. The book
/// receives the history.
/// </summary>
internal sealed class NetworkSchedule(RealServer server, HistoryBook book, int seed)
{
    private readonly Random _random = new(seed);

    public string Room { get; } = $"schedule-{seed}";

    public int Changes { get; private set; }

    public async Task<RoomHistory> RunAsync()
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

            var newest = (await server.ReadAsync(Room)).Rooms[0].Messages.Max(message => message.Revision);
            foreach (var person in people)
                await RealServer.ReachedAsync(person.App, Room, newest);
            return new(Room, [.. people.Select(person => person.App.Name)], book.Snapshot());
        }
        finally
        {
            await Task.WhenAll(people.Select(person => person.DisposeAsync().AsTask()));
        }
    }

    private Person NewPerson(int guest)
    {
        var proxy = TcpProxy.Start(server.Url);
        var chance = new Random(_random.Next());
        var protocol = _random.Next(2) == 0 ? ChatProtocol.Json : ChatProtocol.MessagePack;
        return new(proxy, server.Client(guest, proxy.Url, protocol, () => Next(chance), book), new Random(_random.Next()));
    }

    private async Task ComeAsync(Person person)
    {
        await person.App.ConnectAsync(CancellationToken.None);
        await person.App.JoinAsync(Room, CancellationToken.None);
    }

    private async Task<int> TalkAsync(Person person, Task come)
    {
        await come;
        var random = person.Random;
        var changes = random.Next(6, 12);
        var mine = new List<string>();
        for (var i = 0; i < changes; i++)
        {
            await Task.Delay(random.Next(30));
            switch (random.Next(5), mine.Count)
            {
                case (0, > 0):
                    await AskAsync(person, OpKind.Edit, mine[random.Next(mine.Count)]);
                    break;
                case (1, > 2):
                    await AskAsync(person, OpKind.Delete, mine[^1]);
                    mine.RemoveAt(mine.Count - 1);
                    break;
                default:
                    mine.Add(Guid.CreateVersion7().ToString());
                    await AskAsync(person, OpKind.Post, mine[^1]);
                    break;
            }
        }

        return changes;
    }

    /// <summary>A change that fails is in the history as well, and a violation.</summary>
    private Task<bool> AskAsync(Person person, OpKind kind, string messageId)
    {
        var op = book.NextOp();
        var text = kind == OpKind.Delete ? "" : $"text-{op}";
        return person.App.AskAsync(new(op, kind, Room, messageId, text, text));
    }

    private static double Next(Random random)
    {
        lock (random)
            return random.NextDouble();
    }

    private sealed record Person(TcpProxy Proxy, RecordedClient App, Random Random) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
