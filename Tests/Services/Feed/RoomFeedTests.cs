using CsCheck;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Feed;

namespace SignalRChat.Tests.Services.Feed;

public sealed class RoomFeedTests
{
    [Fact]
    public async Task Whatever_becomes_of_notifications_each_member_hears_each_change_in_order() => await
        Gen.Select(
            Gen.Int[-4, 12].Array[1, 4].Array[1, 40],
            Gen.Int[0, 5].Array[40],
            Gen.Int.Array[80],
            Gen.Int[0, 3].Select(size => size * size * size * 8)).SampleAsync(HoldsAsync, iter: 150, threads: 1);

    [Fact]
    public async Task A_lost_notification_is_repaired_by_the_next_check()
    {
        var feed = new FeedFixture();
        var hearer = await feed.HearAsync();

        feed.Store.Post();
        feed.CheckTail();

        await hearer.ReachAsync(1);
    }

    [Fact]
    public async Task A_hole_is_filled_from_the_store_before_what_follows_it()
    {
        var feed = new FeedFixture();
        var hearer = await feed.HearAsync();

        feed.Store.Post();
        feed.Notify(feed.Store.Post());

        Assert.Equal(new() { [1] = 1, [2] = 2 }, await hearer.ReachAsync(2));
    }

    [Fact]
    public async Task A_feed_that_cannot_read_continues_at_the_check_after_the_store_is_back()
    {
        var feed = new FeedFixture();
        var hearer = await feed.HearAsync();
        feed.Store.IsAway = true;
        feed.Store.Post();
        feed.Notify(feed.Store.Post());
        await Eventually.TrueAsync(() => feed.Store.Reads > 1, "the feed tries to read");

        feed.Store.IsAway = false;

        Assert.Equal(2, (await AfterReconcilingAsync(feed, hearer)).Count);
    }

    [Fact]
    public async Task A_member_behind_that_cannot_read_catches_up_after_the_store_is_back()
    {
        var feed = new FeedFixture(ringSize: 0);
        var hearer = await feed.HearAsync();
        hearer.BeBusy();
        for (var i = 1; i <= 3; i++)
        {
            feed.Notify(feed.Store.Post());
            await Eventually.EqualAsync(i, () => hearer.Member.Feed.Position, "the feed's position");
        }
        feed.Store.IsAway = true;
        var reads = feed.Store.Reads;
        hearer.BeReady();
        await Eventually.TrueAsync(() => feed.Store.Reads > reads, "the member tries to read");

        feed.Store.IsAway = false;

        Assert.Equal(3, (await AfterReconcilingAsync(feed, hearer)).Count);
    }

    /// <summary>
    /// Regression: after a storage failure the head reconciler woke every lagging member, including those whose join was not
    /// answered yet.
    /// </summary>
    [Fact]
    public async Task A_member_that_is_not_released_hears_nothing_even_when_others_are_woken()
    {
        var feed = new FeedFixture(ringSize: 0);
        var stranger = await feed.HearAsync(released: false);
        feed.Notify(feed.Store.Post());
        await Eventually.EqualAsync(1, () => stranger.Member.Feed.Position, "the feed's position");

        stranger.Member.Retry();
        var hearer = await feed.HearAsync();
        feed.Notify(feed.Store.Post());
        await hearer.ReachAsync(2);

        Assert.Empty(stranger.Updates);
    }

    /// <summary>
    /// Regression: the feed still read for a member that lagged when it left, and delivered changes from after the leave.
    /// </summary>
    [Fact]
    public async Task A_member_that_left_while_it_was_behind_hears_nothing_more()
    {
        var feed = new FeedFixture();
        var leaver = await feed.HearAsync();
        var stayer = await feed.HearAsync();
        leaver.BeBusy();
        feed.Notify(feed.Store.Post());
        await stayer.ReachAsync(1);
        feed.Notify(feed.Store.Post());
        await stayer.ReachAsync(2);

        feed.Leave(leaver);
        leaver.BeReady();
        leaver.Outbound.CatchUp(leaver.Member);
        feed.Notify(feed.Store.Post());
        await stayer.ReachAsync(3);

        Assert.Equal(1, leaver.Cursor);
    }

    [Fact]
    public async Task Members_that_catch_up_from_one_place_share_a_frame()
    {
        var feed = new FeedFixture();
        var live = await feed.HearAsync();
        FeedHearer[] behind = [await feed.HearAsync(), await feed.HearAsync()];
        await Eventually.TrueAsync(
            () => Array.TrueForAll(behind, member => member.Member.State == SubscriptionState.Live), "both are live");
        Array.ForEach(behind, member => member.BeBusy());
        for (var i = 1; i <= 3; i++)
        {
            feed.Notify(feed.Store.Post());
            await live.ReachAsync(i);
        }

        foreach (var member in behind)
        {
            member.BeReady();
            await member.ReachAsync(3);
        }

        Assert.Equal([1, 2], behind[0].Updates.Select(update => update.Messages.Length));
        Assert.Same(behind[0].Updates[1], behind[1].Updates[1]);
    }

    [Fact]
    public async Task A_quiet_room_keeps_no_changes_and_reads_old_ones_from_the_store()
    {
        var time = new FakeTimeProvider();
        var feed = new FeedFixture(time: time);
        var member = await feed.HearAsync();
        feed.Notify(feed.Store.Post());
        await member.ReachAsync(1);
        Assert.NotNull(member.Member.Feed.TryReadRing(member.Member, 0, 100));

        time.Advance(RoomFeed.RestsAfter);
        await Eventually.TrueAsync(() => member.Member.Feed.IsAtRest, "the feed is at rest");
        feed.CheckTail();

        Assert.Null(member.Member.Feed.TryReadRing(member.Member, 0, 100));
        Assert.Empty(member.Member.Feed.TryReadRing(member.Member, 1, 100)!.Value.Messages);
        feed.Notify(feed.Store.Post());
        await member.ReachAsync(2);
        Assert.Single(member.Member.Feed.TryReadRing(member.Member, 1, 100)!.Value.Messages);
    }

    [Fact]
    public async Task Frames_end_at_64_Ki_characters_live_and_when_catching_up()
    {
        const int Length = 10_000;
        var feed = new FeedFixture();
        var live = await feed.HearAsync();
        var behind = await feed.HearAsync();
        behind.BeBusy();

        feed.Notify(feed.Store.Post());
        await live.ReachAsync(1);
        feed.Notify(feed.Store.Commit(new int[20], Length));
        await live.ReachAsync(21);
        behind.BeReady();
        await behind.ReachAsync(21);

        Assert.Equal([1, 7, 7, 6], live.Updates.Select(update => update.Messages.Length));
        Assert.Equal([1, 7, 7, 6], behind.Updates.Select(update => update.Messages.Length));
    }

    [Fact]
    public async Task A_feed_lasts_as_long_as_it_has_a_member()
    {
        var feed = new FeedFixture();
        var first = await feed.HearAsync();
        var second = await feed.HearAsync();
        Assert.Equal(1, feed.Count);

        feed.Leave(first);
        Assert.Equal(1, feed.Count);
        feed.Leave(second);
        Assert.Equal(0, feed.Count);
    }

    /// <summary>
    /// Batches of changes. The fate of each notification: 0 lost, 1 delivered twice, 2 delivered late, else delivered. For each
    /// step, the chance that a member turns busy or ready, that a member joins, or that the store is unavailable for a while.
    /// </summary>
    private static async Task HoldsAsync(int[][] batches, int[] fates, int[] chances, int ringSize)
    {
        var feed = new FeedFixture(ringSize);
        List<FeedHearer> hearers = [await feed.HearAsync(), await feed.HearAsync()];
        var late = new Stack<RoomUpdate>();
        for (var i = 0; i < batches.Length; i++)
        {
            Tell(feed, late, feed.Store.Commit(batches[i]), fates[i]);
            await DisturbAsync(feed, hearers, chances[2 * i], chances[2 * i + 1]);
        }
        feed.Store.IsAway = false;
        while (late.TryPop(out var update))
            feed.Notify(update);
        foreach (var hearer in hearers)
        {
            hearer.BeReady();
            await AgreesAsync(feed, hearer);
        }
    }

    private static void Tell(FeedFixture feed, Stack<RoomUpdate> late, RoomUpdate update, int fate)
    {
        if (fate == 2)
            late.Push(update);
        for (var times = fate switch { 0 or 2 => 0, 1 => 2, _ => 1 }; times > 0; times--)
            feed.Notify(update);
    }

    private static async Task DisturbAsync(FeedFixture feed, List<FeedHearer> hearers, int chance, int what)
    {
        var hearer = hearers[(chance & 0xFF) % hearers.Count];
        switch ((what & 0xFF) % 8)
        {
            case 0: hearer.BeBusy(); break;
            case 1: hearer.BeReady(); break;
            case 2: feed.CheckTail(); break;
            case 3: feed.Store.IsAway = true; break;
            case 4: feed.Store.IsAway = false; break;
            case 5 when hearers.Count < 5: hearers.Add(await feed.HearAsync()); break;
        }
    }

    private static async Task AgreesAsync(FeedFixture feed, FeedHearer hearer)
    {
        var heard = await AfterReconcilingAsync(feed, hearer);
        Assert.Equal(feed.Store.Newest(hearer.Start), heard);
    }

    // As often as needed: once for the feed, once for a member whose own read failed, and once if a check ran before the
    // failure was recorded.
    private static async Task<Dictionary<long, long>> AfterReconcilingAsync(FeedFixture feed, FeedHearer hearer)
    {
        await Eventually.TrueAsync(
            () =>
            {
                feed.CheckTail();
                return hearer.Hole is not null || hearer.Cursor == feed.Store.Head;
            },
            "the member comes to the head");
        return await hearer.ReachAsync(feed.Store.Head);
    }
}
