using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Feed;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>The rate of a room's updates. Time does not pass here unless a test moves it.</summary>
public sealed class UpdateCoalescerTests
{
    private static readonly TimeSpan _millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longest = new FeedOptions().MaxCoalesceDelay;

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(2, 2, 4)]
    [InlineData(2, 5, 10)]
    [InlineData(2, 50, 20)]
    [InlineData(15, 2, 20)]
    [InlineData(0.04, 10, 0)]
    public void A_pause_grows_with_the_delay_of_the_pool_and_the_time_of_sending(double sending, double delay, double pause) =>
        Assert.Equal(pause * _millisecond, UpdateCoalescer.PauseAfter(sending * _millisecond, delay * _millisecond, 20 * _millisecond));

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    public async Task An_idle_node_does_not_pause(int members)
    {
        var (feed, hearer) = await RoomOfAsync(members, sending: 2 * _millisecond);

        for (var i = 1; i <= 10; i++)
        {
            feed.Notify(feed.Store.Post());
            await HeardAsync(hearer, i);
        }

        Assert.All(hearer.Updates, update => Assert.Single(update.Messages));
    }

    [Fact]
    public async Task Changes_that_arrive_while_an_update_is_written_go_out_in_one()
    {
        var (feed, hearer) = await RoomOfAsync(3, sending: default);
        hearer.Writing = () =>
        {
            hearer.Writing = null;
            feed.Notify(feed.Store.Post());
            feed.Notify(feed.Store.Post());
        };

        feed.Notify(feed.Store.Post());

        await hearer.ReachAsync(3);
        Assert.Equal([1, 2], hearer.Updates.Select(update => update.Messages.Length));
    }

    [Fact]
    public async Task Changes_in_a_pause_of_a_busy_node_go_out_in_one_update()
    {
        var (feed, hearer) = await PausingRoomAsync();

        feed.Notify(feed.Store.Post());
        feed.Notify(feed.Store.Post());
        _time.Advance(_longest - _millisecond);
        Assert.Equal(1, hearer.Member.Feed.Position);
        _time.Advance(_millisecond);

        await hearer.ReachAsync(3);
        Assert.Equal([1, 2], hearer.Updates.Select(update => update.Messages.Length));
    }

    [Fact]
    public async Task A_change_after_a_silence_does_not_wait()
    {
        var (feed, hearer) = await PausingRoomAsync();

        _time.Advance(_longest);
        feed.Notify(feed.Store.Post());

        await hearer.ReachAsync(2);
    }

    [Fact]
    public async Task A_room_whose_last_update_is_not_written_to_most_members_waits_for_it()
    {
        var (feed, hearer) = await RoomOfAsync(1, sending: default);
        var second = await JoinAsync(feed, "bob");
        var third = await JoinAsync(feed, "carol");
        second.BeBusy();
        third.BeBusy();
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);

        feed.Notify(feed.Store.Post());
        feed.Notify(feed.Store.Post());
        Assert.Equal(1, hearer.Member.Feed.Position);
        second.BeReady();
        await Eventually.TrueAsync(() => !second.Outbound.IsWriting, "the write to bob is done");
        _time.Advance(_millisecond);

        await hearer.ReachAsync(3);
        Assert.Equal([1, 2], hearer.Updates.Select(update => update.Messages.Length));
    }

    [Fact]
    public async Task Members_that_do_not_read_delay_a_room_by_the_longest_pause_at_most()
    {
        var (feed, hearer) = await RoomOfAsync(1, sending: default);
        (await JoinAsync(feed, "bob")).BeBusy();
        (await JoinAsync(feed, "carol")).BeBusy();
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);

        feed.Notify(feed.Store.Post());
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(_millisecond);
                return hearer.Cursor == 2;
            },
            "the room continues");
    }

    [Fact]
    public async Task A_removal_waits_for_no_pause()
    {
        var (feed, hearer) = await PausingRoomAsync();
        var bob = await feed.HearAsync(userId: "bob");
        feed.Notify(feed.Store.Post());

        feed.Notify(feed.Store.Remove("bob", 0));

        await Eventually.TrueAsync(() => bob.MembershipEnd is not null, "bob is removed");
        await hearer.ReachAsync(feed.Store.Head);
    }

    [Fact]
    public async Task A_page_waits_for_no_pause()
    {
        var (feed, hearer) = await PausingRoomAsync();

        for (var i = 0; i < ChatLimits.CatchUpPageSize; i++)
            feed.Notify(feed.Store.Post());

        await hearer.ReachAsync(ChatLimits.CatchUpPageSize + 1);
    }

    [Fact]
    public async Task A_member_that_joins_in_a_pause_receives_what_waits_in_it()
    {
        var (feed, hearer) = await PausingRoomAsync();
        feed.Notify(feed.Store.Post());

        var joiner = await feed.HearAsync(userId: "carol");
        _time.Advance(_longest);

        await joiner.ReachAsync(2);
        await hearer.ReachAsync(2);
    }

    /// <summary>
    /// Waits until the feed is idle too. Only then does the next notification start a delay before the test moves the time.
    /// </summary>
    private static async Task HeardAsync(FeedHearer hearer, long revision)
    {
        await hearer.ReachAsync(revision);
        await Eventually.TrueAsync(() => hearer.Member.Feed.IsAtRest, "the feed is at rest");
    }

    /// <summary>A room on a busy node that has sent one update, and pauses as long as it may before the next.</summary>
    private async Task<(FeedFixture Feed, FeedHearer First)> PausingRoomAsync()
    {
        var (feed, hearer) = await RoomOfAsync(3, sending: 2 * _millisecond);
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);
        for (var i = 0; i < 100; i++)
            feed.PoolDelay.Observe(50 * _millisecond);
        return (feed, hearer);
    }

    /// <summary>Waits until the feed sends to the member. Until then an update takes no time for it.</summary>
    private static async Task<FeedHearer> JoinAsync(FeedFixture feed, string userId)
    {
        var member = await feed.HearAsync(userId: userId);
        await Eventually.TrueAsync(() => member.Member.State == SubscriptionState.Live, "the member is live");
        return member;
    }

    private async Task<(FeedFixture Feed, FeedHearer First)> RoomOfAsync(int members, TimeSpan sending)
    {
        var feed = new FeedFixture(time: _time);
        var first = await JoinAsync(feed, "alice");
        for (var i = 1; i < members; i++)
            await JoinAsync(feed, $"user{i}");
        if (sending > TimeSpan.Zero)
            first.Writing = () => _time.Advance(sending);
        return (feed, first);
    }
}
