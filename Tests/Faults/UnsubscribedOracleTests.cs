using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>A member that unsubscribes from a room receives nothing of it until it joins again, and then everything.</summary>
public sealed class UnsubscribedOracleTests
{
    private static Story Clean => new Story().Posts("alice", "one", 1).Stores("one", 1).BothHear(0, Message("one", 1));

    private static Story Strays() => Clean.Add("bob", new Unsubscribing(1, Room)).Add("bob", new Unsubscribed(1, Room));

    private static Pushed Push(long through) => new(1, Room, through - 1, through);

    [Fact]
    public void A_push_after_the_answer_and_before_the_next_join_is_a_gap()
    {
        Assert.Equal([Check.Gap], Strays().Add("bob", Push(1)).Judge());
        Assert.Empty(Strays().Joins("bob").Add("bob", Push(1)).Judge());
        var next = Strays().Add("bob", new Closed(1, null, null)).Add("bob", new Opened(2));
        Assert.Empty(next.Add("bob", Push(1) with { Connection = 2 }).Judge());
        // The server may send what was under way before it answers.
        Assert.Empty(Clean.Add("bob", new Unsubscribing(1, Room)).Add("bob", Push(1)).Add("bob", new Unsubscribed(1, Room)).Judge());
        // A join that was asked after it, and before its answer.
        var joins = Clean.Add("bob", new Unsubscribing(1, Room)).Joins("bob").Add("bob", new Unsubscribed(1, Room));
        Assert.Empty(joins.Add("bob", Push(1)).Judge());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_is_not_late_for_a_member_that_unsubscribed(bool isUnsubscribed)
    {
        var story = (isUnsubscribed ? Strays() : Clean).Posts("alice", "two", 2).Stores("two", 2).Hears("alice", 1, 2, Message("two", 2));
        story.Later(4).Joins("bob").Add("bob", new Entered(1, Room, 2, Reset: false)).Hears("bob", 1, 2, Message("two", 2));
        Assert.Equal(isUnsubscribed ? [] : [Check.Late], story.Judge());
    }

    [Fact]
    public void A_member_that_does_not_return_is_behind()
    {
        var story = Strays().Posts("alice", "two", 2).Stores("two", 2).Hears("alice", 1, 2, Message("two", 2));
        Assert.Equal([Check.Behind], story.Judge());
        Assert.Empty(story.Joins("bob").Add("bob", new Entered(1, Room, 2, Reset: false)).Hears("bob", 1, 2, Message("two", 2)).Judge());
    }

    [Fact]
    public void A_push_that_does_not_continue_the_next_join_is_a_gap()
    {
        static Story Returns() => Strays().Joins("bob").Add("bob", new Entered(1, Room, 1, Reset: false));
        Assert.Empty(Returns().Add("bob", Push(2)).Judge());
        Assert.Equal([Check.Gap], Returns().Add("bob", Push(3)).Judge());
    }
}
