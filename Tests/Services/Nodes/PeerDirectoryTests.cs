using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Nodes;

namespace SignalRChat.Tests.Services.Nodes;

public sealed class PeerDirectoryTests
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _keep = TimeSpan.FromMinutes(5);
    private static readonly string _alice = new NodeEntry(NodeEntry.Presence, "lobby", "alice smith").Key;
    private static readonly string _connection = new NodeEntry(NodeEntry.Connection, "c1", "bob").Key;
    private static readonly string _bob = new NodeEntry(NodeEntry.Presence, "lobby", "bob").Key;

    private readonly FakeTimeProvider _time = new();
    private readonly Listener _heard = new(NodeEntry.Presence, outlivesRedis: true);
    private readonly Listener _connections = new(NodeEntry.Connection, outlivesRedis: false);
    private readonly PeerDirectory _peers;

    public PeerDirectoryTests() =>
        _peers = new([_heard, _connections], Options.Create(new NodeOptions { StalePresenceRetention = _keep }), _time);

    [Fact]
    public void News_that_follow_are_taken_and_news_with_a_gap_make_the_hash_be_read()
    {
        Read("a", 4, _alice);
        Hear("a", 5, (_bob, "name"));
        Assert.Empty(_peers.Stale());

        Hear("a", 7, (_alice, null));
        Assert.Equal(["a"], _peers.Stale());
        Read("a", 7, _bob);

        Assert.Equal(["+alice smith", "+bob", "-alice smith"], _heard.Events);
        Assert.Empty(_peers.Stale());
    }

    [Fact]
    public void News_that_are_old_change_nothing()
    {
        Read("a", 4, _alice);
        Hear("a", 4, (_alice, null));
        Hear("a", 3, (_alice, null));

        Assert.Equal(["+alice smith"], _heard.Events);
        Assert.Empty(_peers.Stale());
    }

    [Fact]
    public void Another_version_in_the_lease_makes_the_hash_be_read()
    {
        Read("a", 4, _alice);
        _peers.See(new NodeLease("a", 4, _lease));
        Assert.Empty(_peers.Stale());

        _peers.See(new NodeLease("a", 5, _lease));

        Assert.Equal(["a"], _peers.Stale());
    }

    [Fact]
    public void The_entries_of_a_node_count_until_its_lease_ends_whatever_becomes_of_Redis()
    {
        Read("a", 4, _alice);
        _peers.See(new NodeLease("a", 4, TimeSpan.FromSeconds(7)));
        _time.Advance(TimeSpan.FromSeconds(6.9));
        _peers.DropDead(isRedisAway: false);
        Assert.Equal(["+alice smith"], _heard.Events);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        _peers.DropDead(isRedisAway: false);

        Assert.Equal(["+alice smith", "-alice smith"], _heard.Events);
        Assert.Equal(0, _peers.Count);
    }

    /// <summary>
    /// Regression: when Redis was unavailable for longer than a lease, all users of other nodes disappeared, although they kept
    /// sending.
    /// </summary>
    [Fact]
    public void While_Redis_is_down_the_last_users_are_shown_for_a_while_and_count_for_no_limit()
    {
        Read("a", 4, _alice, _connection);
        _time.Advance(_lease);
        _peers.DropDead(isRedisAway: true);
        Assert.Equal(["+alice smith"], _heard.Events);
        Assert.Equal(["+bob", "-bob"], _connections.Events);

        _time.Advance(_keep - TimeSpan.FromSeconds(1));
        _peers.DropDead(isRedisAway: true);
        Assert.Equal(["+alice smith"], _heard.Events);

        _time.Advance(TimeSpan.FromSeconds(1));
        _peers.DropDead(isRedisAway: true);
        Assert.Equal(["+alice smith", "-alice smith"], _heard.Events);
    }

    [Fact]
    public void When_Redis_is_back_a_node_has_a_lease_to_be_heard_of_again()
    {
        Read("a", 4, _alice);
        Read("b", 4, _bob);
        _time.Advance(3 * _lease);
        _peers.DropDead(isRedisAway: true);

        _peers.Doubt();
        _time.Advance(_lease / 2);
        Read("a", 5, _alice);
        _time.Advance((_lease / 2) - TimeSpan.FromMilliseconds(1));
        _peers.DropDead(isRedisAway: false);
        Assert.Equal(["+alice smith", "+bob"], _heard.Events);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _peers.DropDead(isRedisAway: false);
        Assert.Equal(["+alice smith", "+bob", "-bob"], _heard.Events);
    }

    /// <summary>
    /// Regression: the fault suite found users who were shown for 16 s after their node had stopped. A node that had just
    /// started kept them for a lease, as if Redis had been unavailable.
    /// </summary>
    [Fact]
    public void A_node_that_has_just_started_keeps_no_user_longer_than_the_lease_it_reads()
    {
        _peers.Doubt();
        _peers.See(new NodeLease("a", 4, TimeSpan.FromSeconds(2)));
        Replace("a", 4, _alice);

        _time.Advance(TimeSpan.FromSeconds(2));
        _peers.DropDead(isRedisAway: false);

        Assert.Equal(["+alice smith", "-alice smith"], _heard.Events);
        Assert.Equal(0, _peers.Count);
    }

    [Fact]
    public void A_node_that_goes_away_counts_for_as_long_as_it_says()
    {
        Read("a", 4, _alice);
        _peers.Hear(new NodeStateChanged { Node = "a", Version = 4, CountsForMs = 5_000 }, _lease);
        _time.Advance(TimeSpan.FromSeconds(5));
        _peers.DropDead(isRedisAway: false);

        Assert.Equal(["+alice smith", "-alice smith"], _heard.Events);
    }

    /// <summary>A user published under another name was never gone.</summary>
    [Fact]
    public void A_new_value_enters_before_the_old_one_leaves()
    {
        Read("a", 4, _alice);
        Hear("a", 5, (_alice, "Alice S."));

        Assert.Equal(["+alice smith", "+alice smith", "-alice smith"], _heard.Events);
    }

    /// <summary>A page may be older or newer than the changes. The changes decide the result, in their order.</summary>
    [Fact]
    public void News_that_come_while_the_hash_is_read_are_applied_behind_it()
    {
        _peers.See(new NodeLease("a", 4, _lease));
        var read = _peers.BeginRead("a");
        Hear("a", 6, (_alice, null));
        Hear("a", 5, (_alice, "Alice"), (_bob, "Bob"));
        _peers.Take(read, [new(_alice, "name")]);
        _peers.EndRead(read, from: 4, through: 6);

        Assert.Empty(_peers.Stale());
        Assert.Equal(["+alice smith", "+alice smith", "-alice smith", "+bob", "-alice smith"], _heard.Events);
        Hear("a", 7, (_bob, null));
        Assert.Equal("-bob", _heard.Events.Last());
    }

    [Fact]
    public void Where_news_are_missing_the_hash_is_read_again()
    {
        _peers.See(new NodeLease("a", 4, _lease));
        var read = _peers.BeginRead("a");
        Hear("a", 6, (_bob, "Bob"));
        _peers.EndRead(read, from: 4, through: 6);

        Assert.Equal(["a"], _peers.Stale());
        Replace("a", 6, _bob);
        Assert.Empty(_peers.Stale());
    }

    /// <summary>
    /// Regression: a user returned while the hash was read. If the change was lost, the user was shown as gone.
    /// </summary>
    [Fact]
    public void Reading_lets_go_of_nothing_if_news_are_missing()
    {
        Read("a", 4, _alice, _bob);
        var read = _peers.BeginRead("a");
        _peers.Take(read, [new(_alice, "name")]);
        _peers.EndRead(read, from: 4, through: 6);
        Assert.Equal(["+alice smith", "+bob"], _heard.Events);
        Assert.Equal(["a"], _peers.Stale());

        Replace("a", 6, _alice);
        Assert.Equal(["+alice smith", "+bob", "-bob"], _heard.Events);
    }

    [Fact]
    public void A_reading_is_void_when_Redis_was_away_meanwhile()
    {
        _peers.See(new NodeLease("a", 4, _lease));
        var read = _peers.BeginRead("a");
        _peers.Doubt();

        Assert.False(_peers.Take(read, [new(_alice, "name")]));
        _peers.EndRead(read, from: 4, through: 4);
        Assert.Equal(["a"], _peers.Stale());
        Assert.Empty(_heard.Events);
    }

    [Fact]
    public void Entries_of_an_unknown_kind_are_passed_over()
    {
        Read("a", 4, "zlobby alice", "nonsense", "");
        Assert.Empty(_heard.Events);
    }

    private void Hear(string node, long version, params (string Key, string? Value)[] changes)
    {
        var values = changes.ToDictionary(change => change.Key, change => change.Value);
        _peers.Hear(new NodeStateChanged { Node = node, Version = version, Changes = values }, _lease);
    }

    private void Read(string node, long version, params string[] keys)
    {
        _peers.See(new NodeLease(node, version, _lease));
        Replace(node, version, keys);
    }

    private void Replace(string node, long version, params string[] keys)
    {
        var read = _peers.BeginRead(node);
        Assert.True(_peers.Take(read, keys.Select(key => KeyValuePair.Create(key, "name"))));
        _peers.EndRead(read, version, version);
    }

    private sealed class Listener(char kind, bool outlivesRedis) : INodeListener
    {
        public char Kind => kind;

        public bool OutlivesRedis => outlivesRedis;

        public List<string> Events { get; } = [];

        public void Entered(NodeEntry entry, string value) => Events.Add($"+{entry.UserId}");

        public void Left(NodeEntry entry) => Events.Add($"-{entry.UserId}");
    }
}
