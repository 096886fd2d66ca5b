using System.Diagnostics;
using SignalRChat.Client;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>
/// Clients on every node and with both protocols share one room, others connect and disconnect, and a fault strikes Redis.
/// Clients on the last node only receive, so no message of theirs shows their node what it missed.
/// </summary>
internal sealed class FaultRun(Uri[] nodes, RedisServer redis, string database, TimeSpan watch) : IAsyncDisposable
{
    private static readonly ChatProtocol[] _protocols = [ChatProtocol.Json, ChatProtocol.MessagePack];
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _betweenSends = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan _betweenVisits = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);

    // Three bytes each in UTF-8. With both protocols in it, one publish exceeds a small buffer.
    private static readonly string _loud = new('語', 3_900);

    private readonly HistoryBook _book = new();
    private readonly string _room = $"faults-{Guid.NewGuid():n}"[..20];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(RecordedClient Client, int Node)> _people = [];
    private readonly List<Visit> _visits = [];
    private int _said;

    private long Now => _book.At(Stopwatch.GetTimestamp());

    public RedisServer Redis => redis;

    public async Task<FaultResult> RunAsync(Func<FaultRun, Task> strike)
    {
        using var standstills = Standstills.Watching(since => _book.Write("", new StoodStill(_book.At(since))));
        await GatherAsync();
        var talkers = _people.Where(person => person.Node < nodes.Length - 1);
        var work = talkers.Select(person => TalkAsync(person.Client)).Append(VisitAsync()).ToArray();
        await Task.Delay(_warmUp);
        var calm = Now;
        await Task.Delay(_calm);
        var struck = Now;
        await strike(this);
        var over = Now;
        await Task.Delay(watch);
        await _stop.CancelAsync();
        await Task.WhenAll(work);
        var end = Now;
        await SettleAsync();
        var times = new FaultTimes(calm, struck, over, end);
        return FaultResult.Of(await CaseAsync(), times, _visits, _people.ToDictionary(person => person.Client.Name, person => person.Node));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var person in _people)
            await person.Client.DisposeAsync();

        _stop.Dispose();
        _book.Dispose();
    }

    /// <summary>One client sends a long message.</summary>
    public Task ShoutAsync() => SendAsync(_people[0].Client, _loud);

    private async Task GatherAsync()
    {
        for (var node = 0; node < nodes.Length; node++)
        {
            foreach (var protocol in _protocols)
            {
                var client = await SignInAsync(nodes[node], protocol);
                _people.Add((client, node));
                await client.ConnectAsync(CancellationToken.None).WaitAsync(_longest);
                await client.JoinAsync(_room, CancellationToken.None).WaitAsync(_longest);
            }
        }
    }

    private async Task<RecordedClient> SignInAsync(Uri node, ChatProtocol protocol)
    {
        var guest = await Guests.SignInAsync(node, "fault");
        var options = new ChatClientOptions
        {
            Url = node,
            AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken),
            Protocol = protocol,
        };
        return new RecordedClient(guest.UserId, options, _book);
    }

    private async Task TalkAsync(RecordedClient client)
    {
        using var pace = new PeriodicTimer(_betweenSends);
        while (!_stop.IsCancellationRequested)
        {
            await SendAsync(client, "");
            await pace.WaitForNextTickAsync();
        }
    }

    private Task<bool> SendAsync(RecordedClient client, string text)
    {
        var token = $"said-{Interlocked.Increment(ref _said)}";
        return client.AskAsync(new(_book.NextOp(), OpKind.Post, _room, Guid.CreateVersion7().ToString(), token, $"{token} {text}"));
    }

    /// <summary>A new client connects to a node, joins and disconnects, as often as the servers permit.</summary>
    private async Task VisitAsync()
    {
        for (var visit = 0; !_stop.IsCancellationRequested; visit++)
        {
            var protocol = _protocols[visit / nodes.Length % 2];
            await using var visitor = await SignInAsync(nodes[visit % nodes.Length], protocol);
            using var late = new CancellationTokenSource(_longest);
            var start = Now;
            var (connected, joined) = (0L, 0L);
            try
            {
                await visitor.ConnectAsync(late.Token);
                connected = Now;
                await visitor.JoinAsync($"{_room}-visited", late.Token);
                joined = Now;
            }
            catch (OperationCanceledException)
            {
                // The time-out then counts as the duration.
                joined = Now;
                connected = connected == 0 ? joined : connected;
            }

            _visits.Add(new Visit(start, connected, joined));
            await Task.Delay(_betweenVisits);
        }
    }

    private async Task SettleAsync()
    {
        var newest = _book.Snapshot().OfType<Succeeded>().Max(answer => answer.Revision);
        var start = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (_people.Exists(person => person.Client.CursorIn(_room) < newest) && Stopwatch.GetElapsedTime(start) < watch)
            await pause.WaitForNextTickAsync();
    }

    private async Task<Case> CaseAsync()
    {
        var stored = await TruthReader.ReadPostgresAsync(database);
        // Other runs in this database have rooms too.
        stored = stored with { Rooms = [.. stored.Rooms.Where(room => room.Name == _room)] };
        return new Case(_book.Snapshot(), stored, new Setup
        {
            Members = _people.ToDictionary(person => person.Client.Name, _ => (string[])[_room]),
        });
    }
}
