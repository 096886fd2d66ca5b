using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Services.Inbox;

/// <summary>The cost, for a node, of the rooms of those who follow their inboxes.</summary>
[Collection(Alone.Name)]
public sealed class WatchedRoomsTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Rooms = 100;

    /// <summary>Two references, in arrays that may be a quarter too long.</summary>
    private const int MostBytesOfAPlace = 24;

    private readonly InboxFixture _node = new();

    [Fact]
    public void A_place_in_a_room_costs_two_references_however_many_follow()
    {
        var costs = Array.ConvertAll([1_000, 3_000], Measure);

        output.WriteLine($"Bytes of a place: {string.Join(", ", costs)}.");
        Assert.All(costs, bytes => Assert.InRange(bytes, 8, MostBytesOfAPlace));
    }

    [Fact]
    public void A_commit_allocates_nothing_for_a_watched_room()
    {
        _node.Watched.Changed("lobby", 1);
        Watch("alice");
        Distribute();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _node.Watched.Changed("room1", i);
            _node.Watched.Changed("elsewhere", i);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    [Fact]
    public void Rooms_are_forgotten_with_the_last_who_watch_them()
    {
        var hearers = Enumerable.Range(0, 50).Select(i => Watch($"user{i}")).ToArray();
        foreach (var hearer in hearers[..^1])
            hearer.Session.Close();
        Assert.Equal(Rooms, _node.Watched.Count);
        _node.Watched.Changed("room1", 1);
        Distribute();
        Assert.Same(hearers[^1].Session, Assert.Single(_node.Watched.TakeDue()).Session);

        hearers[^1].Session.Close();
        Assert.Equal(0, _node.Watched.Count);
    }

    private void Distribute() => _node.Watched.Distribute();

    private long Measure(int followers)
    {
        var hearers = Enumerable.Range(0, followers).Select(i => new InboxHearer($"user{i}")).ToArray();
        var begun = Array.ConvertAll(hearers, hearer => _node.Followers.Begin(hearer.Session));
        // Nothing of earlier tests may be freed meanwhile.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var follower in begun)
            _node.Watched.Add(follower, NewRooms());
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        foreach (var hearer in hearers)
            hearer.Session.Close();
        return bytes / (followers * Rooms);
    }

    private InboxHearer Watch(string userId)
    {
        var hearer = new InboxHearer(userId);
        _node.Watched.Add(_node.Followers.Begin(hearer.Session), NewRooms());
        return hearer;
    }

    private static StoredRoom[] NewRooms() => [.. Enumerable.Range(0, Rooms).Select(i => new StoredRoom($"room{i}", IsPrivate: false, 0))];
}
