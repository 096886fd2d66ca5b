using System.Collections.Concurrent;
using SignalRChat.Client;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Workload.Raw;
using SignalRChat.Faults.Workload.Script;
using SignalRChat.Faults.Workload.Service;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Workload;

/// <summary>All clients of a run, each with a separate route to the nodes.</summary>
internal sealed class People : IAsyncDisposable
{
    private const int LibraryClients = 4;
    private const int RawMembers = 4;
    private const int PostsInABurst = 16;
    private const int Whisperers = 2;
    private const int ScriptClients = 2;
    private const int Governed = 3;
    private const int Served = 3;
    private const int Followers = 1;
    private const int Lost = 2;
    private const string Owner = "owner";
    private const string Restricted = "restricted";
    private const string Revoked = "revoked";
    private const string AccessName = "access";
    private const string FollowerName = "follower";
    private const string ArchivingName = "archiving";
    // The rooms that a backend follows, one each.
    private static readonly string[] _served = [WorkloadRooms.Busy[0], WorkloadRooms.Door, WorkloadRooms.Moderated];
    private static readonly string[] _subjects = ["subject0", "subject1"];
    private static readonly string[] _strays = ["library0", "library1", "raw0", "raw1"];
    // Not the clients in Node: their stand-in for the page keeps no cookies, by which nginx recognizes a client.
    private static readonly string[] _byNginx = ["library0", "library1", "raw0", "raw1", "whisper0"];
    private static readonly TimeSpan _starts = TimeSpan.FromSeconds(45);
    // A node reads once a second what other nodes have changed, and then gathers it.
    private static readonly TimeSpan _activityOfNodes = new Setup().ActivityAfter + TimeSpan.FromSeconds(1);

    private readonly TestCluster _cluster;
    private readonly HistoryBook _book;
    private readonly int _seed;
    private readonly ConcurrentDictionary<string, TcpProxy> _doors = new();
    private readonly ConcurrentDictionary<string, string[]> _rooms = new();
    private readonly List<IWorkloadClient> _members = [];
    private readonly List<Churner> _churners = [];
    private readonly PinnedMessages _pinned = new();
    private readonly TaskCompletionSource _ownersAreThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _quiet = new();
    private readonly CancellationTokenSource _end = new();
    private readonly RawMember _deserter;
    private readonly RawMember[] _castaways;
    private readonly NonMember _nonMember;
    private readonly KickingOwner _warden;
    private readonly RawMember _owner;
    private readonly AccessService _access;
    private readonly ArchivingService _archiving;
    private readonly OldTokenClient _oldTokens;
    private readonly PresenceWatch _watch;
    private readonly InboxUser _reader;
    private readonly List<Task> _tasks = [];
    private int _floods;

    public People(TestCluster cluster, HistoryBook book, int seed)
    {
        (_cluster, _book, _seed) = (cluster, book, seed);
        for (var number = 0; number < LibraryClients; number++)
        {
            var plan = Plan($"library{number}", WorkloadRooms.All) with { TalksIn = WorkloadRooms.Busy };
            _members.Add(Library(plan, number % 2 == 0 ? ChatProtocol.Json : ChatProtocol.MessagePack));
        }
        for (var number = 0; number < RawMembers; number++)
        {
            // One is a plain member where the others who write are muted and promoted.
            string[] also = number == RawMembers - 2 ? [WorkloadRooms.Moderated] : [];
            var plan = Plan($"raw{number}", WorkloadRooms.All) with { TalksIn = [.. WorkloadRooms.Busy, WorkloadRooms.Door, .. also] };
            _members.Add(Raw(number == RawMembers - 1 ? plan with { Burst = PostsInABurst } : plan));
        }
        for (var number = 0; number < Whisperers; number++)
        {
            var plan = Plan($"whisper{number}", [WorkloadRooms.Quiet]);
            _members.Add(Raw(plan with { TalksIn = [WorkloadRooms.Quiet], Pace = TimeSpan.FromSeconds(3) }));
        }
        for (var number = 0; number < ScriptClients; number++)
        {
            var plan = Plan($"script{number}", WorkloadRooms.All) with { TalksIn = WorkloadRooms.Busy };
            _members.Add(Script(plan, number % 2 == 0 ? "json" : "messagepack"));
        }
        _owner = AddModerated();
        AddServices();
        foreach (var name in (string[])["churner0", "churner1"])
        {
            var plan = Plan(name, [WorkloadRooms.Door]) with { Pace = TimeSpan.FromSeconds(1) };
            _churners.Add(new Churner(plan, Door(name), () => cluster.Tokens.Sign(name)));
        }
        _deserter = Raw(Plan("deserter", WorkloadRooms.Busy) with { TalksIn = WorkloadRooms.Busy });
        _castaways = [.. cluster.Nodes.Select(node => Castaway(node.Number))];
        _warden = new KickingOwner(
            Plan("warden", [WorkloadRooms.Door]) with { Pace = TimeSpan.FromSeconds(1), Begins = Task.CompletedTask },
            ["churner0", "churner1"], InboxUser.Name, Door("warden"), () => cluster.Tokens.Sign("warden"));
        _nonMember = new NonMember(
            Plan("stranger", WorkloadRooms.All), [WorkloadRooms.Vault], Door("stranger"), () => cluster.Tokens.Sign("stranger"));
        _access = new AccessService(
            Plan(AccessName, []) with { Pace = TimeSpan.FromSeconds(3) }, Restricted, Revoked, Door(AccessName), cluster.ApiKey.Value);
        _archiving = new ArchivingService(
            Plan(ArchivingName, [WorkloadRooms.Moderated]) with { Pace = TimeSpan.FromSeconds(8) },
            Door(ArchivingName), cluster.ApiKey.Value);
        _oldTokens = OldTokens("old-token");
        _reader = new InboxUser(name => Plan(name, WorkloadRooms.All), Door, () => cluster.Tokens.Sign(InboxUser.Name));
        _watch = new PresenceWatch(Plan("watch", [WorkloadRooms.Busy[0]]), Door("watch"), () => cluster.Tokens.Sign("watch"));
    }

    /// <summary>Some posts mention the user whose inbox is watched.</summary>
    public static string[]? MentionsIn(Change post) => post.Op % 5 == 0 ? [InboxUser.Name] : null;

    /// <summary>The number of members, for any cluster.</summary>
    public const int MemberCount = LibraryClients + RawMembers + Whisperers + ScriptClients + Governed + Served + Followers + Lost;

    /// <summary>The members' routes in a fixed order. Faults between a client and the nodes strike them.</summary>
    public IReadOnlyList<TcpProxy> Doors => [.. _members.Select(member => _doors[member.Name])];

    public const int FirstRawMember = LibraryClients;

    public string MemberName(int number) => _members[number].Name;

    public Setup Setup => new()
    {
        Members = Followed().ToDictionary(),
        OneByOne = _members.OfType<RawMember>().Where(member => member.IsOneByOne).Select(member => member.Name).ToHashSet(),
        Strays = [.. _strays],
        Leavers = _castaways.Append(_deserter).Select(leaver => leaver.Name).ToHashSet(),
        Devices = InboxUser.Devices,
        Services = [.. _members.OfType<ServiceClient>().Select(service => service.Name), AccessName, FollowerName, ArchivingName],
        PrivateRooms = _cluster.Shape.PrivateRooms,
        ActivityAfter = _cluster.Shape.IsShared ? _activityOfNodes : new Setup().ActivityAfter,
    };

    public async Task StartAsync()
    {
        using var deadline = new CancellationTokenSource(_starts);
        // The first client to enter a room owns it.
        await Task.WhenAll(_warden.StartAsync(deadline.Token), _owner.StartAsync(deadline.Token));
        _ownersAreThere.SetResult();
        IWorkloadClient[] talkers = [.. _members, _deserter, .. _castaways];
        await Task.WhenAll(talkers.Select(member => member.StartAsync(deadline.Token)));
        await _reader.JoinAsync(deadline.Token);
        _tasks.AddRange(talkers.Select(member => member.TalkAsync(_quiet.Token)));
        _tasks.Add(_reader.MarkAsync(_quiet.Token));
        _tasks.AddRange(_churners.Select(churner => churner.RunAsync(_quiet.Token)));
        _tasks.Add(_warden.RunAsync(_quiet.Token));
        _tasks.Add(_nonMember.RunAsync(_quiet.Token));
        _tasks.Add(_access.RunAsync(_quiet.Token));
        _tasks.Add(_archiving.RunAsync(_quiet.Token));
        _tasks.Add(_oldTokens.RunAsync(_quiet.Token));
        _tasks.Add(_watch.RunAsync(_end.Token));
    }

    /// <summary>One client disconnects without notice and does not return.</summary>
    public ValueTask DesertAsync() => _deserter.DisposeAsync();

    /// <summary>A client that knows only this node, which is gone, does not return either.</summary>
    public ValueTask StrandAsync(int node) => _castaways[node].DisposeAsync();

    public Flood Flood()
    {
        var name = $"flood{Interlocked.Increment(ref _floods)}";
        return new Flood(Plan(name, [WorkloadRooms.Busy[0]]), Door(name), () => _cluster.Tokens.Sign(name));
    }

    /// <summary>A connection in a busy room that does not read what it receives, or reads this many bytes a second.</summary>
    public async Task<IdleClient> SleepAsync(int bytesPerSecond)
    {
        var name = $"sleeper{Interlocked.Increment(ref _floods)}";
        var sleeper = await IdleClient.StartAsync(WorkloadRooms.Busy[0], Door(name), _cluster.Tokens.Sign(name));
        if (bytesPerSecond > 0)
        {
            _doors[name].Throttle(bytesPerSecond);
            sleeper.Read();
        }
        return sleeper;
    }

    /// <summary>
    /// Stops all sending. Completes when every outcome is known and all clients have everything, or when the time for it is
    /// over.
    /// </summary>
    public async Task SettleAsync(TimeSpan within)
    {
        await _quiet.CancelAsync();
        using var deadline = new CancellationTokenSource(within);
        var members = _tasks.SkipLast(1).ToArray();
        await Task.WhenAll(members).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            // At the end the devices must not show the room.
            await _warden.RemoveReaderAsync(deadline.Token);
            await Newcomer.ReadAsync(
                Plan(Setup.Newcomer, WorkloadRooms.All), Door(Setup.Newcomer), () => _cluster.Tokens.Sign(Setup.Newcomer), deadline.Token);
        }
        catch (OperationCanceledException) when (_cluster.Shape.Mutant is not null)
        {
            // A mutant may accept no client. Only the findings up to then are judged.
        }
        var heads = _book.Snapshot().OfType<Heard>().Where(heard => heard.Client == Setup.Newcomer).GroupBy(heard => heard.Room)
            .ToDictionary(same => same.Key, same => same.SelectMany(heard => heard.Revisions()).DefaultIfEmpty().Max());
        bool HasCaughtUp(IWorkloadClient member) => Followed().Single(one => one.Key == member.Name).Value
            .All(room => member.CursorIn(room) >= heads.GetValueOrDefault(room));
        while (!_members.TrueForAll(HasCaughtUp) || !_reader.HaveReached(heads, left: WorkloadRooms.Door))
        {
            if (!await Pauses.WaitAsync(TimeSpan.FromMilliseconds(100), deadline.Token))
                break;
        }
        await _end.CancelAsync();
        await _tasks[^1];
        foreach (var failed in members.Where(task => task.IsFaulted))
            await failed;
    }

    public async ValueTask DisposeAsync()
    {
        await _quiet.CancelAsync();
        await _end.CancelAsync();
        IAsyncDisposable[] all =
        [
            .. _members, .. _churners, _deserter, .. _castaways, _nonMember, _access, _archiving, _warden, _watch, _reader,
            .. _doors.Values,
        ];
        foreach (var one in all)
            await one.DisposeAsync();
    }

    /// <summary>The owner of a room, and the members whose roles and mutes it changes.</summary>
    private RawMember AddModerated()
    {
        var plan = Plan(Owner, [WorkloadRooms.Moderated]) with
        {
            TalksIn = [WorkloadRooms.Moderated],
            Subjects = _subjects,
            Begins = Task.CompletedTask,
        };
        var owner = Raw(plan);
        _members.Add(owner);
        foreach (var subject in _subjects)
            _members.Add(Raw(Plan(subject, [WorkloadRooms.Moderated]) with { TalksIn = [WorkloadRooms.Moderated] }));
        return owner;
    }

    /// <summary>The backends that post, the one that follows all rooms, and two users who lose their access, one with a library.</summary>
    private void AddServices()
    {
        foreach (var (number, room) in _served.Index())
        {
            var plan = Plan($"service{number}", [room]) with { TalksIn = [room], Pinned = null };
            _members.Add(new ServiceClient(plan, Door(plan.Name), _cluster.ApiKey.Value));
        }
        _members.Add(new EventFollower(Plan(FollowerName, WorkloadRooms.All), Door(FollowerName), _cluster.ApiKey.Value));
        _members.Add(Raw(Plan(Restricted, [WorkloadRooms.Busy[0]]) with { TalksIn = [WorkloadRooms.Busy[0]] }));
        _members.Add(Library(Plan(Revoked, [WorkloadRooms.Busy[0]]) with { TalksIn = [WorkloadRooms.Busy[0]] }, ChatProtocol.Json));
    }

    private OldTokenClient OldTokens(string name) => new(
        Plan(name, []) with { Pace = TimeSpan.FromSeconds(1) }, Restricted, Door(name), () => _cluster.Tokens.Sign(Restricted));

    private IEnumerable<KeyValuePair<string, string[]>> Followed()
    {
        foreach (var member in _members)
            yield return new(member.Name, _rooms[member.Name]);
        yield return new(_deserter.Name, WorkloadRooms.Busy);
        foreach (var castaway in _castaways)
            yield return new(castaway.Name, [WorkloadRooms.Busy[0]]);
    }

    private ClientPlan Plan(string name, string[] rooms)
    {
        _rooms[name] = rooms;
        return new(name, rooms, HashCode(name), _book) { Begins = _ownersAreThere.Task, Pinned = _pinned, Strays = _strays.Contains(name) };
    }

    /// <summary>The same for the same seed and name, in every process.</summary>
    private int HashCode(string name) => name.Aggregate(_seed, (hash, letter) => unchecked((hash * 31) + letter));

    private Uri Door(string name) =>
        _doors.GetOrAdd(name, _ => _byNginx.Contains(name) ? _cluster.OpenEdgeDoor() : _cluster.OpenDoor()).Url;

    private LibraryClient Library(ClientPlan plan, ChatProtocol protocol) =>
        new(plan, Door(plan.Name), () => _cluster.Tokens.Sign(plan.Name), protocol);

    private ScriptClient Script(ClientPlan plan, string protocol) =>
        new(plan, Door(plan.Name), () => _cluster.Tokens.Sign(plan.Name), protocol);

    private RawMember Castaway(int node)
    {
        string[] rooms = [WorkloadRooms.Busy[0]];
        var plan = Plan($"castaway{node}", rooms) with { TalksIn = rooms, Pace = TimeSpan.FromSeconds(3) };
        var door = _doors.GetOrAdd(plan.Name, _ => TcpProxy.Start(() => _cluster.Nodes[node].Process.Url));
        return new RawMember(plan, door.Url, () => _cluster.Tokens.Sign(plan.Name));
    }

    private RawMember Raw(ClientPlan plan) => new(plan, Door(plan.Name), () => _cluster.Tokens.Sign(plan.Name));
}
