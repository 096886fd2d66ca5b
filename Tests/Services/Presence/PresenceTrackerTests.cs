using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Presence;

namespace SignalRChat.Tests.Services.Presence;

public sealed class PresenceTrackerTests
{
    private const string Room = "lobby";
    private static readonly ChatUser _alice = new() { UserId = "a", Name = "Alice" };
    private static readonly ChatUser _bob = new() { UserId = "b", Name = "Bob" };
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedEvents _events = new();
    private readonly LocalNodeState _own = new(hasBackplane: true);
    private readonly PresenceOptions _options = new();
    private readonly PresenceTracker _presence;

    public PresenceTrackerTests() => _presence = Tracker(_events, _own, _time);

    [Fact]
    public void Users_that_come_between_two_events_are_announced_in_one()
    {
        _presence.Enter(Room, _alice);
        _presence.Enter(Room, _bob);
        _presence.SendChanges();
        _presence.SendChanges();

        var change = Assert.Single(_events.Presence);
        Assert.Equal([_alice, _bob], change.Joined);
        Assert.Equal((0, 2), (change.Left.Length, change.Count));
    }

    /// <summary>Regression: each join was sent to each member, so 5,000 joins of one room sent 603 MB.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public void Bytes_sent_grow_with_the_users_and_not_with_their_square(int users)
    {
        const int Steps = 40;
        const int MostOfOne = 100;
        var bytes = 0L;
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < users / Steps; i++)
                _presence.Enter(Room, new ChatUser { UserId = $"user {step} {i}", Name = $"User {step} {i}" });
            _presence.SendChanges();
            bytes += _events.Presence.Sum(change => JsonSerializer.SerializeToUtf8Bytes(change).Length) * (long)_presence.Count(Room);
            _events.Presence.Clear();
            _time.Advance(_options.BatchInterval);
        }

        Assert.InRange(bytes, users, (_options.FullUpTo * _options.FullUpTo + Steps / 4 * users) * MostOfOne);
    }

    [Fact]
    public void A_large_room_is_told_the_number_and_all_users_when_few_are_left()
    {
        _options.FullUpTo = 4;
        var users = Enumerable.Range(0, 6).Select(i => new ChatUser { UserId = $"{i}", Name = $"User {i}" }).ToArray();
        foreach (var user in users[..3])
            _presence.Enter(Room, user);
        _presence.SendChanges();
        Assert.Equal(users[..3], _events.Presence[^1].Joined.OrderBy(user => user.UserId));
        Assert.Equal(3, _presence.ReadShown(Room, 10).Users.Length);

        foreach (var user in users[3..5])
            _presence.Enter(Room, user);
        _presence.SendChanges();
        _presence.Enter(Room, users[5]);
        _presence.SendChanges();
        Assert.Equal((2, 0, 0, 5), Last());
        _time.Advance(TimeSpan.FromSeconds(1));
        _presence.SendChanges();
        Assert.Equal((3, 0, 0, 6), Last());
        Assert.Equal(([], 6), _presence.ReadShown(Room, 10), UsersAndCount);

        foreach (var user in users[..3])
            _presence.Leave(Room, user, heldBack: false);
        _presence.SendChanges();
        Assert.Equal((4, 3, 3, 3), Last());
        Assert.Equal(users[3..], _events.Presence[^1].Joined.OrderBy(user => user.UserId));
        Assert.Equal(users[..3], _events.Presence[^1].Left.OrderBy(user => user.UserId));

        (int, int, int, int) Last() => _events.Presence[^1] is var last
            ? (_events.Presence.Count, last.Joined.Length, last.Left.Length, last.Count)
            : default;
    }

    /// <summary>Regression: the room was sent that a user is present and has left, if the user left a large room and returned.</summary>
    [Fact]
    public void A_user_who_returns_while_the_room_is_counted_is_not_sent_as_gone()
    {
        _options.FullUpTo = 4;
        var users = Enumerable.Range(0, 5).Select(i => new ChatUser { UserId = $"{i}", Name = $"User {i}" }).ToArray();
        Enter(users[..4]);
        Enter(users[4]);

        _presence.Leave(Room, users[0], heldBack: false);
        _presence.SendChanges();
        Enter(users[0]);
        foreach (var user in users[3..])
            _presence.Leave(Room, user, heldBack: false);
        _presence.SendChanges();

        var change = _events.Presence[^1];
        Assert.Equal(users[..3], change.Joined.OrderBy(user => user.UserId));
        Assert.Equal(users[3..], change.Left.OrderBy(user => user.UserId));
    }

    [Fact]
    public void A_room_shows_what_it_is_set_to_and_takes_back_what_it_showed()
    {
        Enter(_alice);
        Assert.Equal("+1 -0 =1", Sent());

        Set(RoomPresence.Count);
        Assert.Equal("+0 -0 =1", Sent());
        Enter(_bob);
        Assert.Equal("+0 -0 =2", Sent());
        Assert.Equal(([], 2), _presence.ReadShown(Room, 10), UsersAndCount);

        Set(RoomPresence.Off);
        Assert.Equal("+0 -0 =0", Sent());
        Enter(new ChatUser { UserId = "c" });
        _presence.Leave(Room, _bob, heldBack: false);
        _presence.SendChanges();
        Assert.Equal("", Sent());
        Assert.Equal(([], 0), _presence.ReadShown(Room, 10), UsersAndCount);

        Set(RoomPresence.Full);
        Assert.Equal("+2 -0 =2", Sent());
        Assert.Equal(2, _presence.ReadShown(Room, 10).Users.Length);
    }

    /// <summary>Also if users of other nodes came before the first member of this one.</summary>
    [Fact]
    public void A_room_that_shows_no_presence_is_sent_none_from_the_beginning()
    {
        _events.Shows = null;
        ((INodeListener)_presence).Entered(new NodeEntry(NodeEntry.Presence, Room, "b"), "Bob\n1");
        _presence.SendChanges();

        Set(RoomPresence.Off);
        Enter(_alice);

        Assert.Equal("", Sent());
        Assert.Equal(([], 0), _presence.ReadShown(Room, 10), UsersAndCount);
        Set(RoomPresence.Count);
        Assert.Equal("+0 -0 =2", Sent());
    }

    [Fact]
    public void A_user_is_there_once_however_many_connections()
    {
        _presence.Enter(Room, _alice);
        _presence.Enter(Room, _alice);
        _presence.SendChanges();
        _presence.Leave(Room, _alice, heldBack: false);
        _presence.SendChanges();
        Assert.Equal(([_alice], 1), _presence.Read(Room, 10), UsersAndCount);
        Assert.Single(_events.Presence);

        _presence.Leave(Room, _alice, heldBack: false);
        _presence.SendChanges();

        Assert.Equal([_alice], _events.Presence[1].Left);
        Assert.Equal(0, _presence.RoomCount);
    }

    [Fact]
    public void A_leave_is_held_back()
    {
        _presence.Enter(Room, _alice);
        _presence.SendChanges();
        _presence.Leave(Room, _alice, heldBack: true);
        _time.Advance(_options.LeaveDelay - _moment);
        _presence.SendChanges();
        Assert.Equal((1, 1), (_presence.Count(Room), _events.Presence.Count));

        _time.Advance(_moment);
        _presence.SendChanges();

        var left = _events.Presence[1];
        Assert.Equal([_alice], left.Left);
        Assert.Equal((0, 0, 0), (left.Joined.Length, left.Count, _presence.RoomCount));
    }

    [Fact]
    public void A_quick_return_shows_nothing()
    {
        _presence.Enter(Room, _alice);
        _presence.SendChanges();
        _presence.Leave(Room, _alice, heldBack: true);
        _presence.SendChanges();
        _presence.Enter(Room, _alice);
        _time.Advance(10 * _options.LeaveDelay);
        _presence.SendChanges();

        Assert.Single(_events.Presence);
        Assert.Equal(1, _presence.Count(Room));
    }

    [Fact]
    public void A_user_that_comes_and_goes_between_two_events_is_not_announced()
    {
        _presence.Enter(Room, _alice);
        _presence.Leave(Room, _alice, heldBack: false);
        _presence.SendChanges();

        Assert.Empty(_events.Presence);
        Assert.Equal(0, _presence.RoomCount);
    }

    [Fact]
    public void The_present_users_are_read_up_to_a_limit_with_the_count()
    {
        Assert.Equal(([], 0), _presence.Read(Room, 10), UsersAndCount);
        _presence.Enter(Room, _alice);
        _presence.Enter(Room, _bob);
        Assert.Equal(([_alice, _bob], 2), _presence.Read(Room, 10), UsersAndCount);
        Assert.Equal(([_alice], 2), _presence.Read(Room, 1), UsersAndCount);
    }

    /// <summary>Regression: a user who returned under another name was shown under the old one.</summary>
    [Fact]
    public void A_user_is_shown_under_the_name_of_the_connection_that_came_last()
    {
        _presence.Enter(Room, _alice);
        _presence.Enter(Room, _alice with { Name = "Alice B." });

        Assert.Equal("Alice B.", Assert.Single(_presence.Read(Room, 10).Users).Name);
    }

    /// <summary>Regression: the list of present users had a new name, and no present member received it.</summary>
    [Fact]
    public void A_new_name_is_announced_once()
    {
        _presence.Enter(Room, _alice);
        _presence.SendChanges();
        var renamed = _alice with { Name = "Alice B." };
        _presence.Enter(Room, renamed);
        _presence.Enter(Room, renamed);
        _presence.SendChanges();
        _presence.Leave(Room, renamed, heldBack: false);
        _presence.SendChanges();

        Assert.Equal(2, _events.Presence.Count);
        Assert.Equal(([renamed], 0, 1), (_events.Presence[1].Joined, _events.Presence[1].Left.Length, _events.Presence[1].Count), Same);
        Assert.Equal([renamed], _presence.Read(Room, 10).Users);
    }

    [Fact]
    public void Of_two_nodes_the_newer_name_counts_on_both_whatever_their_clocks_say()
    {
        var clock = new FakeTimeProvider(_time.GetUtcNow().AddHours(-1));
        var thereOwn = new LocalNodeState(hasBackplane: true);
        var there = Tracker(new RecordedEvents(), thereOwn, clock);
        _presence.Enter(Room, _alice);
        Hear(there, _own, thereOwn);

        there.Enter(Room, _alice with { Name = "Alice B." });
        Hear(_presence, thereOwn, _own);
        _presence.SendChanges();

        Assert.Equal("Alice B.", Assert.Single(_events.Presence[^1].Joined).Name);
        Assert.Equal("Alice B.", Assert.Single(_presence.Read(Room, 10).Users).Name);
        Assert.Equal("Alice B.", Assert.Single(there.Read(Room, 10).Users).Name);

        // A node that starts after the second device has disconnected reads the name from the first.
        var late = Tracker(new RecordedEvents(), new LocalNodeState(hasBackplane: true), _time);
        Hear(late, _own, new LocalNodeState(hasBackplane: true));
        Assert.Equal("Alice B.", Assert.Single(late.Read(Room, 10).Users).Name);
    }

    private void Enter(params ChatUser[] users)
    {
        foreach (var user in users)
            _presence.Enter(Room, user);
        _presence.SendChanges();
    }

    private void Set(string shows)
    {
        _events.Shows = shows;
        _presence.SettingsChanged(Room);
        _presence.SendChanges();
    }

    /// <summary>Returns the changes since the last call: how many users joined and left, and how many there are.</summary>
    private string Sent()
    {
        var sent = _events.Presence.Select(change => $"+{change.Joined.Length} -{change.Left.Length} ={change.Count}").ToArray();
        _events.Presence.Clear();
        _time.Advance(TimeSpan.FromSeconds(1));
        return string.Join("; ", sent);
    }

    /// <summary>Passes on what the first node publishes, until neither node has more.</summary>
    private static void Hear(INodeListener listener, LocalNodeState from, LocalNodeState own)
    {
        foreach (var (key, value) in from.TakeAll())
            listener.Entered(NodeEntry.Read(key)!.Value, value);
        Assert.InRange(own.TakeChanges().Count, 0, 1);
    }

    private static bool Same((ChatUser[] Joined, int, int) expected, (ChatUser[] Joined, int, int) actual) =>
        expected.Joined.SequenceEqual(actual.Joined) && (expected.Item2, expected.Item3) == (actual.Item2, actual.Item3);

    private static bool UsersAndCount((ChatUser[] Users, int Count) expected, (ChatUser[] Users, int Count) actual) =>
        expected.Count == actual.Count && expected.Users.SequenceEqual(actual.Users);

    private PresenceTracker Tracker(RecordedEvents events, LocalNodeState own, TimeProvider time) =>
        new(events, events, own, Options.Create(_options), time, NullLogger<PresenceTracker>.Instance);
}
