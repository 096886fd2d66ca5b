using CsCheck;
using SignalRChat.Contracts;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>A removed user receives nothing numbered after the removal, and the others receive everything.</summary>
public sealed class RoomFenceTests
{
    [Fact]
    public async Task A_member_removed_within_a_batch_receives_up_to_the_removal_and_the_others_all()
    {
        var feed = new FeedFixture();
        var alice = await feed.HearAsync();
        var bob = await feed.HearAsync(userId: "bob");
        var bobsPhone = await feed.HearAsync(userId: "bob");

        feed.Store.Remove("bob", 0, 0);
        feed.Notify(feed.Store.Post());

        var removal = MemoryStore.KeyOf("bob");
        Assert.Equal(new() { [1] = 1, [2] = 2, [removal] = 3, [4] = 4 }, await alice.ReachAsync(4));
        foreach (var removed in new[] { bob, bobsPhone })
        {
            Assert.Equal(new() { [1] = 1, [2] = 2, [removal] = 3 }, await removed.ReachAsync(3));
            Assert.Equal(new MembershipEnd(3, "bob", RoomRemovalCodes.Kicked), removed.MembershipEnd);
        }
        Assert.Null(alice.MembershipEnd);
    }

    [Fact]
    public async Task A_notification_without_messages_makes_the_feed_read_and_so_does_a_check()
    {
        var feed = new FeedFixture();
        var alice = await feed.HearAsync();
        var bob = await feed.HearAsync(userId: "bob");
        var carol = await feed.HearAsync(userId: "carol");

        feed.Notify(feed.Store.Remove("bob", 0));
        await alice.ReachAsync(2);
        Assert.Equal(2, bob.MembershipEnd?.Revision);

        feed.Store.Remove("carol");
        feed.CheckTail();
        await alice.ReachAsync(3);
        Assert.Equal(3, carol.MembershipEnd?.Revision);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task A_member_that_is_behind_and_removed_is_read_for_no_more(int ringSize)
    {
        var feed = new FeedFixture(ringSize);
        var alice = await feed.HearAsync();
        var bob = await feed.HearAsync(userId: "bob");
        bob.BeBusy();
        feed.Notify(feed.Store.Post());
        await alice.ReachAsync(1);
        feed.Notify(feed.Store.Remove("bob", 0));
        feed.Notify(feed.Store.Post());
        await alice.ReachAsync(4);

        bob.BeReady();
        bob.Outbound.CatchUp(bob.Member);
        await Eventually.EqualAsync(1, () => bob.Cursor, "what was under way when the member fell behind");

        feed.Notify(feed.Store.Post());
        await alice.ReachAsync(5);
        Assert.Equal(1, bob.Cursor);
    }

    /// <summary>The database has the removal and the changes after it before the feed does.</summary>
    [Fact]
    public async Task A_member_that_is_behind_reads_no_further_than_the_feed()
    {
        var feed = new FeedFixture(ringSize: 0);
        var alice = await feed.HearAsync();
        var bob = await feed.HearAsync(userId: "bob");
        bob.BeBusy();
        feed.Notify(feed.Store.Post());
        await alice.ReachAsync(1);
        feed.Notify(feed.Store.Post());
        await alice.ReachAsync(2);
        feed.Store.Remove("bob");
        feed.Store.Post();

        bob.BeReady();
        Assert.Equal(new() { [1] = 1, [2] = 2 }, await bob.ReachAsync(2));
        feed.CheckTail();
        await alice.ReachAsync(4);

        Assert.Equal(3, bob.MembershipEnd?.Revision);
        Assert.InRange(bob.Cursor, 2, 3);
    }

    [Fact]
    public async Task A_removal_before_the_membership_does_not_end_it()
    {
        var feed = new FeedFixture();
        var alice = await feed.HearAsync();
        var bob = await feed.HearAsync(userId: "bob", admitted: false);
        feed.Store.Remove("bob");
        Assert.Equal(Admission.Admitted, bob.Member.Feed.TryAdmit(bob.Member, feed.Store.Head, feed.Store.Epoch));

        feed.Notify(feed.Store.Post());

        await alice.ReachAsync(2);
        await bob.ReachAsync(2);
        Assert.Null(bob.MembershipEnd);
    }

    [Fact]
    public async Task A_removal_that_comes_by_while_a_join_is_under_way_ends_the_join()
    {
        var feed = new FeedFixture();
        var alice = await feed.HearAsync();
        var bob = await feed.HearAsync(userId: "bob", admitted: false, released: false);
        feed.Notify(feed.Store.Remove("bob"));
        await alice.ReachAsync(1);

        Assert.Null(bob.Member.Feed.TryReadRing(bob.Member, 0, 10));
        Assert.Equal(Admission.Ended, bob.Member.Feed.TryAdmit(bob.Member, 0, feed.Store.Epoch));
        Assert.Equal(Admission.Admitted, bob.Member.Feed.TryAdmit(bob.Member, 1, feed.Store.Epoch));
    }

    [Fact]
    public async Task A_removed_member_reads_nothing_from_memory()
    {
        var feed = new FeedFixture();
        var alice = await feed.HearAsync();
        var bob = await feed.HearAsync(userId: "bob");
        Assert.NotNull(bob.Member.Feed.TryReadRing(bob.Member, 0, 10));

        feed.Notify(feed.Store.Remove("bob"));
        await alice.ReachAsync(1);
        await Eventually.TrueAsync(() => bob.MembershipEnd is not null, "the removal");

        Assert.Null(bob.Member.Feed.TryReadRing(bob.Member, 0, 10));
    }

    [Fact]
    public async Task However_notifications_get_lost_and_readers_stall_the_fence_holds() => await
        Gen.Select(
                Gen.Int[-4, 12].Array[1, 4].Array[4, 30], Gen.Int[0, 3].Array[30], Gen.Int[0, 5].Array[30], Gen.Int[0, 29], Gen.Int[0, 3])
            .SampleAsync(HoldsAsync, iter: 150, threads: 1);

    private static async Task HoldsAsync(int[][] batches, int[] fates, int[] moods, int removalAt, int ring)
    {
        var feed = new FeedFixture(ring * ring * 8);
        var alice = await feed.HearAsync();
        FeedHearer[] bobs = [await feed.HearAsync(userId: "bob"), await feed.HearAsync(userId: "bob")];
        for (var i = 0; i < batches.Length; i++)
        {
            var update = i == removalAt % batches.Length ? feed.Store.Remove("bob", batches[i]) : feed.Store.Commit(batches[i]);
            if (fates[i] > 0)
                feed.Notify(update);
            var bob = bobs[moods[i] & 1];
            if (moods[i] < 2)
                bob.BeBusy();
            else if (moods[i] < 4)
                bob.BeReady();
            else
                feed.CheckTail();
        }
        feed.CheckTail();
        Assert.Equal(feed.Store.Newest(after: 0), await alice.ReachAsync(feed.Store.Head));
        Assert.Null(alice.MembershipEnd);
        foreach (var bob in bobs)
        {
            bob.BeReady();
            await Eventually.TrueAsync(() => bob.MembershipEnd is not null, "the removal");
            Assert.All(bob.Updates, update => Assert.InRange(update.Through, 0, bob.MembershipEnd!.Revision));
        }
    }
}
