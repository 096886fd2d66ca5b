using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>The rate of a room's updates. Time does not pass here unless a test moves it.</summary>
public sealed class UpdateCoalescerTests
{
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task What_is_committed_in_a_pause_goes_out_in_one_frame_when_it_is_over()
    {
        var (feed, hearer) = await RoomOfAsync(50);
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);

        feed.Notify(feed.Store.Post());
        feed.Notify(feed.Store.Post());
        _time.Advance(_longest - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, hearer.Member.Feed.Position);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await hearer.ReachAsync(3);
        Assert.Equal([1, 2], hearer.Updates.Select(update => update.Messages.Length));
    }

    [Fact]
    public async Task What_comes_after_a_silence_waits_for_nothing()
    {
        var (feed, hearer) = await RoomOfAsync(50);
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);

        _time.Advance(_longest);
        feed.Notify(feed.Store.Post());

        await hearer.ReachAsync(2);
    }

    [Fact]
    public async Task A_room_with_few_members_makes_a_short_pause()
    {
        var (feed, hearer) = await RoomOfAsync(2);
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);

        feed.Notify(feed.Store.Post());
        Assert.Equal(1, hearer.Member.Feed.Position);
        _time.Advance(TimeSpan.FromMilliseconds(4));

        await hearer.ReachAsync(2);
    }

    [Fact]
    public async Task A_removal_waits_for_no_pause()
    {
        var (feed, hearer) = await RoomOfAsync(50);
        var bob = await feed.HearAsync(userId: "bob");
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);
        feed.Notify(feed.Store.Post());

        feed.Notify(feed.Store.Remove("bob", 0));

        await Eventually.TrueAsync(() => bob.MembershipEnd is not null, "bob is removed");
        await hearer.ReachAsync(feed.Store.Head);
    }

    [Fact]
    public async Task A_page_waits_for_no_pause()
    {
        var (feed, hearer) = await RoomOfAsync(50);
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);

        for (var i = 0; i < ChatLimits.CatchUpPageSize; i++)
            feed.Notify(feed.Store.Post());

        await hearer.ReachAsync(ChatLimits.CatchUpPageSize + 1);
    }

    [Fact]
    public async Task One_who_joins_in_a_pause_hears_what_waits_in_it()
    {
        var (feed, hearer) = await RoomOfAsync(50);
        feed.Notify(feed.Store.Post());
        await HeardAsync(hearer, 1);
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

    private async Task<(FeedFixture Feed, FeedHearer First)> RoomOfAsync(int members)
    {
        var feed = new FeedFixture(time: _time);
        var first = await feed.HearAsync();
        for (var i = 1; i < members; i++)
            await feed.HearAsync(userId: $"user{i}");
        return (feed, first);
    }
}
