using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using SignalRChat.Bench.Servers;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Costs;

/// <summary>
/// The cost for a node of connections that follow their inboxes, in memory, and in processor time while rooms change that they have not
/// joined. The members are stored by SQL: joining takes minutes, and its cost is another one. All connections lead to the first node.
/// </summary>
internal sealed class InboxCosts(ClusterSource source, int connections, int roomsEach, int roomSize)
{
    private const int OpenTogether = 32;
    private const int Active = 50;

    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _silence = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _window = TimeSpan.FromSeconds(20);

    private readonly int _rooms = Math.Max(roomsEach, (int)((long)connections * roomsEach / roomSize));
    private readonly string _run = Guid.NewGuid().ToString("n")[..8];
    private readonly ConcurrentBag<RawClient> _clients = [];
    private long _received;

    public async Task<List<string[]>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var cluster = await ClusterTarget.StartFullAsync(source);
        var node = (FullTarget)cluster.Nodes[0];
        var guests = await SignInAsync(node, cancellationToken);
        await StoreAsync(guests, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await ForEachAsync(guests, guest => ConnectAsync(node, guest), cancellationToken);
            var pinging = PingAsync(stop.Token);
            var connected = await SettledAsync(node, cancellationToken);
            var (cpu, began) = (node.Usage!.Cpu(), Stopwatch.GetTimestamp());
            await ForEachAsync(_clients, FollowAsync, cancellationToken);
            var (opening, took) = (node.Usage.Cpu() - cpu, Stopwatch.GetElapsedTime(began));
            var following = await SettledAsync(node, cancellationToken);
            var reading = _clients.Select(client => ReadAsync(client, stop.Token)).ToArray();
            var quiet = await CpuAsync(cluster, () => Task.Delay(_window, cancellationToken), cancellationToken);
            var (received, busy) = (Interlocked.Read(ref _received), default(Cpu));
            await using (var poster = await PosterAsync(node))
                busy = await CpuAsync(cluster, () => PostAsync(poster, cancellationToken), cancellationToken);
            var activities = Interlocked.Read(ref _received) - received;
            await stop.CancelAsync();
            await Task.WhenAll([pinging, .. reading]);
            return
            [
                [$"to follow an inbox of {roomsEach} rooms, memory", $"{(following - connected) / 1024.0 / connections:0.0} KB"],
                ["of it, a room", $"{(following - connected) / connections / roomsEach:0} B"],
                ["to open it, CPU of the node", $"{opening.TotalMilliseconds / connections:0.00} ms"],
                [$"{connections} opened with {OpenTogether} at a time", $"{took.TotalSeconds:0.0} s"],
                ["cores of the node while nothing happens", $"{quiet.Node:0.00}"],
                [$"with {Active} posts a second, each in another room of {roomSize}", $"{busy.Node:0.00}"],
                ["the same of PostgreSQL", $"{busy.Postgres:0.00}"],
                ["calls to clients a second", $"{activities / _window.TotalSeconds:0}"],
            ];
        }
        finally
        {
            foreach (var client in _clients)
                client.Dispose();
        }
    }

    private async Task<GuestTokenResult[]> SignInAsync(FullTarget node, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var guests = new ConcurrentBag<GuestTokenResult>();
        await ForEachAsync(
            Enumerable.Range(0, connections),
            async _ => guests.Add(await Guests.SignInAsync(http, node.Address, "bench", cancellationToken)), cancellationToken);
        return [.. guests];
    }

    /// <summary>Each user is a member of as many rooms in a row as the command asks for.</summary>
    private async Task StoreAsync(GuestTokenResult[] guests, CancellationToken cancellationToken)
    {
        await using var database = new NpgsqlConnection($"{source.Postgres};Pooling=false");
        await database.OpenAsync(cancellationToken);
        await RunAsync(
            "INSERT INTO rooms (name, is_private) SELECT $1 || number, false FROM generate_series(0, $2 - 1) AS number", Room(""), _rooms);
        await RunAsync(
            """
            INSERT INTO members (room_id, user_id, name, role, joined_at)
            SELECT rooms.id, guest.user_id, 'bench', 'member', 0
            FROM unnest($1::text[]) WITH ORDINALITY AS guest (user_id, number)
            CROSS JOIN generate_series(0, $3 - 1) AS place
            JOIN rooms ON rooms.name = $2 || ((guest.number * $3 + place) % $4)
            """,
            Array.ConvertAll(guests, guest => guest.UserId), Room(""), roomsEach, _rooms);
        await RunAsync("ANALYZE rooms, members");

        async Task RunAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, database) { CommandTimeout = 600 };
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private string Room(object number) => $"inbox-{_run}-{number}";

    /// <summary>Those that change are far from each other, so that each is in other inboxes.</summary>
    private string Changing(int number) => Room((long)number * _rooms / Active);

    private async Task ConnectAsync(FullTarget node, GuestTokenResult guest) =>
        _clients.Add(await RawClient.ConnectAsync(RawUpgrade.Hub(node.Address), guest.AccessToken, silence: _silence));

    private static async Task FollowAsync(RawClient client)
    {
        var request = new FollowInboxRequest();
        while (true)
        {
            await client.InvokeAsync(nameof(IChatHub.FollowInbox), request);
            var answer = (await client.AnswerAsync()).GetProperty("result");
            if (!answer.GetProperty("hasMore").GetBoolean())
                return;
            request = new() { After = answer.GetProperty("through").GetInt64(), Epoch = answer.GetProperty("epoch").GetString() };
        }
    }

    /// <summary>A member of the rooms that are to change.</summary>
    private async Task<AsyncPoster> PosterAsync(FullTarget node)
    {
        var guest = await Guests.SignInAsync(node.Address, "poster");
        var client = await RawClient.ConnectAsync(RawUpgrade.Hub(node.Address), guest.AccessToken, silence: _silence);
        for (var i = 0; i < Active; i++)
            await client.JoinAsync(Changing(i));
        return new(client);
    }

    /// <summary>A post in each of the rooms, once a second.</summary>
    private async Task PostAsync(AsyncPoster poster, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < (int)_window.TotalSeconds; second++)
        {
            for (var i = 0; i < Active; i++)
                await poster.PostAsync(Changing(i), $"{second}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task ReadAsync(RawClient client, CancellationToken stop)
    {
        try
        {
            while (await client.ReadBytesAsync(stop) is { } record)
            {
                if (record.AsSpan().IndexOf("InboxActivity"u8) >= 0)
                    Interlocked.Increment(ref _received);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // All is measured.
        }
    }

    private async Task PingAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (var client in _clients)
                    await client.PingAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // All is measured.
        }
    }

    private async Task<Cpu> CpuAsync(ClusterTarget cluster, Func<Task> act, CancellationToken cancellationToken)
    {
        var meter = new PostgresMeter(source.Postgres);
        var (node, postgres) = (cluster.Nodes[0].Usage!.Cpu(), (await meter.ReadAsync(cancellationToken)).Cpu);
        var began = Stopwatch.GetTimestamp();
        await act();
        var took = Stopwatch.GetElapsedTime(began);
        return new(
            (cluster.Nodes[0].Usage!.Cpu() - node) / took, ((await meter.ReadAsync(cancellationToken)).Cpu - postgres) / took);
    }

    private static async Task<double> SettledAsync(FullTarget node, CancellationToken cancellationToken)
    {
        // Pools release the memory of a burst only after a while.
        await Task.Delay(_rest, cancellationToken);
        await ForcedCollection.TrimAsync(node.Usage!.ProcessId, cancellationToken);
        return await RuntimeCounters.HeapBytesAsync(node.Address, cancellationToken);
    }

    private static Task ForEachAsync<T>(IEnumerable<T> all, Func<T, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = OpenTogether, CancellationToken = cancellationToken },
            async (one, _) => await act(one));

    private readonly record struct Cpu(double Node, double Postgres);

    private sealed class AsyncPoster : IAsyncDisposable
    {
        private readonly RawClient _client;
        private readonly Task _reading;

        public AsyncPoster(RawClient client) => (_client, _reading) = (client, DrainAsync(client));

        public Task PostAsync(string room, string text) => _client.InvokeAsync(
            nameof(IChatHub.SendMessage),
            new SendMessageRequest { Room = room, MessageId = Guid.CreateVersion7().ToString(), Text = text });

        public async ValueTask DisposeAsync()
        {
            await _client.EndAsync();
            await _reading;
            _client.Dispose();
        }

        private static async Task DrainAsync(RawClient client)
        {
            while (await client.ReadBytesAsync() is not null)
            {
            }
        }
    }
}
