using SignalRChat.Services.Feed;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

public sealed class ChangeRingTests
{
    private readonly MemoryStore _store = new();

    [Fact]
    public void It_reaches_back_as_far_as_its_capacity()
    {
        var ring = new ChangeRing(3);
        ring.Restart(0);
        for (var i = 0; i < 5; i++)
            ring.Add(_store.Post());

        Assert.Equal(2, ring.After);
        Assert.Null(Read(ring, 1));
        Assert.Equal<long[]>([3, 4, 5], Read(ring, 2));
        Assert.Equal<long[]>([5], Read(ring, 4));
        Assert.Equal<long[]>([], Read(ring, 5));
    }

    [Fact]
    public void A_message_that_changed_again_is_read_once_and_still_counts_as_two_changes()
    {
        var ring = new ChangeRing(3);
        ring.Restart(0);
        ring.Add(_store.Commit([0, 0]));
        ring.Add(_store.Commit([1]));
        Assert.Equal<long[]>([1, 3], Read(ring, 0));

        ring.Add(_store.Post());

        Assert.Equal(1, ring.After);
        Assert.Equal<long[]>([3, 4], Read(ring, 1));
    }

    [Fact]
    public void A_member_and_the_settings_are_read_once_in_their_newest_state()
    {
        var ring = new ChangeRing(10);
        ring.Restart(0);
        foreach (var change in (int[])[0, -3, -4, -3, -3, -4])
            ring.Add(_store.Commit([change]));

        var found = ring.TryRead(0)!.Value;

        Assert.Equal([("m0", 4), ("m1", 5)], found.Members.Select(member => (member.UserId, member.Revision)));
        Assert.Equal(6, found.Info?.Revision);
        Assert.Null(ring.TryRead(6)!.Value.Info);
    }

    [Fact]
    public void Without_capacity_it_only_knows_that_nothing_is_missing_at_the_position()
    {
        var ring = new ChangeRing(0);
        ring.Restart(0);
        ring.Add(_store.Commit([0, 0]));

        Assert.Null(Read(ring, 1));
        Assert.Equal<long[]>([], Read(ring, 2));
    }

    [Fact]
    public void It_begins_at_the_given_place()
    {
        var ring = new ChangeRing(10);
        ring.Restart(7);

        Assert.Null(Read(ring, 6));
        Assert.Equal<long[]>([], Read(ring, 7));
    }

    private static long[]? Read(ChangeRing ring, long cursor)
    {
        return ring.TryRead(cursor) is { } found ? [.. found.Messages.Select(message => message.Revision)] : null;
    }
}
