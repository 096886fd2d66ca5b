using SignalRChat.Services.Feed;

namespace SignalRChat.Tests.Services.Feed;

public sealed class RoomSubscriptionTests
{
    [Fact]
    public async Task It_is_joining_then_catching_up_then_live_and_behind_while_a_write_lasts()
    {
        var feed = new FeedFixture();
        var hearer = await feed.HearAsync(released: false);
        Assert.Equal(SubscriptionState.Joining, hearer.Member.State);

        hearer.Member.Start();
        await ReachAsync(hearer, SubscriptionState.Live);
        hearer.BeBusy();
        feed.Notify(feed.Store.Post());
        await hearer.ReachAsync(1);
        feed.Notify(feed.Store.Post());
        await ReachAsync(hearer, SubscriptionState.CatchingUp);
        hearer.BeReady();
        await ReachAsync(hearer, SubscriptionState.Live);
        Assert.Equal(2, (await hearer.ReachAsync(2)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_follows_the_end(bool wasStarted)
    {
        var feed = new FeedFixture();
        var hearer = await feed.HearAsync(wasStarted);

        feed.Leave(hearer);
        hearer.Member.Start();
        hearer.Member.FallBehind();
        hearer.Member.BecomeLive();
        hearer.Member.Retry();

        Assert.Equal(SubscriptionState.Ended, hearer.Member.State);
        feed.Leave(hearer);
        Assert.Equal(0, feed.Count);
    }

    [Fact]
    public async Task A_second_unsubscribe_does_not_end_the_feed_of_another()
    {
        var feed = new FeedFixture();
        var (first, second) = (await feed.HearAsync(), await feed.HearAsync());

        feed.Leave(first);
        feed.Leave(first);

        Assert.Equal(1, feed.Count);
        feed.Notify(feed.Store.Post());
        await second.ReachAsync(1);
    }

    [Fact]
    public async Task What_is_being_written_at_the_end_can_be_waited_for()
    {
        var feed = new FeedFixture();
        var hearer = await feed.HearAsync();
        await ReachAsync(hearer, SubscriptionState.Live);
        Assert.True(hearer.Outbound.WrittenAsync().IsCompleted);
        hearer.BeBusy();
        feed.Notify(feed.Store.Post());
        await hearer.ReachAsync(1);

        feed.Leave(hearer);
        var written = hearer.Outbound.WrittenAsync();
        feed.Notify(feed.Store.Post());

        Assert.False(written.IsCompleted);
        hearer.BeReady();
        await written.WaitAsync(Eventually.Deadline);
        Assert.Single(hearer.Updates);
    }

    /// <summary>The answer that takes a held update along would wait for itself.</summary>
    [Fact]
    public async Task An_update_that_is_held_for_an_answer_is_not_waited_for()
    {
        var feed = new FeedFixture();
        var hearer = await feed.HearAsync();
        await ReachAsync(hearer, SubscriptionState.Live);
        var update = feed.Store.Post();
        hearer.Outbound.ExpectAnswer("2", update.Messages[0].MessageId);

        feed.Notify(update);
        await Eventually.TrueAsync(() => hearer.Outbound.IsWriting, "the held update");

        Assert.True(hearer.Outbound.WrittenAsync().IsCompleted);
        Assert.Empty(hearer.Updates);
    }

    private static Task ReachAsync(FeedHearer hearer, SubscriptionState state) =>
        Eventually.EqualAsync(state, () => hearer.Member.State, "the state");
}
