using System.Diagnostics;
using SignalRChat.Client;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>
/// Clients on every node and with both protocols share one room, others connect and disconnect, and a fault strikes Redis.
/// Clients on the last node only receive, so no message of theirs shows their node what it missed.
/// </summary>
internal sealed class FaultRun(Uri[] nodes, RedisServer redis, TimeSpan watch) : IAsyncDisposable
{
    private static readonly ChatProtocol[] _protocols = [ChatProtocol.Json, ChatProtocol.MessagePack];
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _betweenSends = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan _betweenVisits = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);

    // Three bytes each in UTF-8. With both protocols in it, one publish exceeds a small buffer.
    private static readonly string _loud = new('語', 3_900);

    private readonly FaultBook _book = new();
    private readonly string _room = $"faults-{Guid.NewGuid():n}"[..20];
    private readonly CancellationTokenSource _stop = new();
    private readonly Standstills _standstills = Standstills.Watching();
    private readonly List<(FaultMember Client, Hearer Hearer)> _people = [];
    private int _shouts;

    public RedisServer Redis => redis;

    public async Task<FaultResult> RunAsync(Func<FaultRun, Task> strike)
    {
        await GatherAsync();
        var talkers = _people.Where(person => person.Hearer.Node < nodes.Length - 1);
        var work = talkers.Select(person => TalkAsync(person.Client, person.Hearer)).Append(VisitAsync()).ToArray();
        await Task.Delay(_warmUp);
        var calm = Stopwatch.GetTimestamp();
        await Task.Delay(_calm);
        var struck = Stopwatch.GetTimestamp();
        await strike(this);
        var over = Stopwatch.GetTimestamp();
        await Task.Delay(watch);
        await _stop.CancelAsync();
        await Task.WhenAll(work);
        var end = Stopwatch.GetTimestamp();
        await SettleAsync();
        return _book.Judge(new FaultTimes(calm, struck, over, end), _standstills.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var person in _people)
            await person.Client.DisposeAsync();

        _stop.Dispose();
        _standstills.Dispose();
    }

    /// <summary>One client sends a long message.</summary>
    public Task ShoutAsync() => SendAsync(_people[0].Client, sender: int.MaxValue, _people[0].Hearer.Node, ++_shouts, _loud);

    private async Task GatherAsync()
    {
        for (var node = 0; node < nodes.Length; node++)
        {
            foreach (var protocol in _protocols)
            {
                var hearer = _book.AddHearer(node);
                var client = await FaultMember.CreateAsync(nodes[node], protocol, text => _book.Heard(hearer, text));
                _people.Add((client, hearer));
                await client.ConnectAsync(CancellationToken.None).WaitAsync(_longest);
                await client.JoinAsync(_room, CancellationToken.None).WaitAsync(_longest);
            }
        }
    }

    private async Task TalkAsync(FaultMember client, Hearer hearer)
    {
        using var pace = new PeriodicTimer(_betweenSends);
        for (var number = 1; !_stop.IsCancellationRequested; number++)
        {
            await SendAsync(client, hearer.Id, hearer.Node, number, "");
            await pace.WaitForNextTickAsync();
        }
    }

    private async Task SendAsync(FaultMember client, int sender, int node, int number, string text)
    {
        var message = _book.AddSent(sender, node, number);
        _book.Answered(message, await client.SendAsync(_room, $"{message.Key}:{text}"));
    }

    /// <summary>A new client connects to a node, joins and disconnects, as often as the servers permit.</summary>
    private async Task VisitAsync()
    {
        for (var visit = 0; !_stop.IsCancellationRequested; visit++)
        {
            var protocol = _protocols[visit / nodes.Length % 2];
            await using var visitor = await FaultMember.CreateAsync(nodes[visit % nodes.Length], protocol, _ => { });
            using var late = new CancellationTokenSource(_longest);
            var start = Stopwatch.GetTimestamp();
            var (connected, joined) = (0L, 0L);
            try
            {
                await visitor.ConnectAsync(late.Token);
                connected = Stopwatch.GetTimestamp();
                await visitor.JoinAsync($"{_room}-visited", late.Token);
                joined = Stopwatch.GetTimestamp();
            }
            catch (OperationCanceledException)
            {
                // The time-out then counts as the duration.
                joined = Stopwatch.GetTimestamp();
                connected = connected == 0 ? joined : connected;
            }

            _book.Connected(start, connected, joined);
            await Task.Delay(_betweenVisits);
        }
    }

    private async Task SettleAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_book.IsComplete() && Stopwatch.GetElapsedTime(start) < watch)
            await pause.WaitForNextTickAsync();
    }
}
