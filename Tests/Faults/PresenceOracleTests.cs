using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Faults;

/// <summary>Nodes exchange presence through Redis. While Redis is disturbed, they must show the state from before.</summary>
public sealed class PresenceOracleTests
{
    private const string Room = Story.Room;

    private static Story Clean => new Story().Posts("alice", "one", 1).Stores("one", 1)
        .Hears("alice", 0, 1, Story.Message("one", 1)).Hears("bob", 0, 1, Story.Message("one", 1));

    [Fact]
    public void A_user_that_is_long_there_and_not_shown_is_stale_also_without_Redis()
    {
        Assert.Equal([Check.StalePresence], BobMissing(Clean.Later(20)).Judge());
        Assert.Equal([Check.StalePresence], BobMissing(Begins(Clean.Later(10), "redis-killed").Later(20)).Judge());
    }

    [Theory]
    [InlineData("late-redis")]
    [InlineData("node-killed")]
    public void A_node_that_starts_without_Redis_knows_no_user(string fault) =>
        Assert.Empty(BobMissing(Begins(Begins(Clean.Later(10), "redis-killed"), fault).Later(20)).Judge());

    [Fact]
    public void A_user_that_came_while_Redis_was_away_need_not_be_shown() =>
        Assert.Empty(BobMissing(Begins(Clean.Later(10).Add("bob", new Closed(1, null, null)), "redis-killed")
            .Add("bob", new Opened(2)).Add("bob", new Entered(2, Room, 1, false)).Later(20)).Judge());

    [Fact]
    public void A_user_that_is_long_away_and_still_shown_is_stale_unless_Redis_is_away()
    {
        Story Gone(Story story, int seconds) =>
            story.Add("bob", new Closed(1, null, null)).Later(seconds).Add("watch", new Present(Room, ["alice", "bob"]));
        Assert.Equal([Check.StalePresence], Gone(Clean, 20).Judge());
        Assert.Empty(Gone(Clean, 5).Judge());
        Assert.Empty(Gone(Begins(Clean, "redis-killed"), 20).Judge());
        Assert.Equal([Check.StalePresence], Gone(Begins(Clean, "redis-killed").Add("", new FaultEnded(1, "redis-killed")), 20).Judge());
    }

    /// <summary>
    /// Regression: a random seed reported a missing user. The suite itself had ended that user's connection, on the server's
    /// side only.
    /// </summary>
    [Theory]
    [InlineData("bob", false)]
    [InlineData("alice", true)]
    public void A_user_with_an_unnoticed_lost_connection_need_not_be_shown(string target, bool isFound)
    {
        var story = Clean.Later(20).Add("", new FaultBegan(1, "client-hears-nothing", target)).Later(5);
        Assert.Equal(isFound ? [Check.StalePresence] : [], BobMissing(story).Judge());
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(8, true)]
    public void A_user_that_left_just_before_a_node_was_lost_is_gone_with_it(int seconds, bool isFound)
    {
        var story = Begins(Clean.Add("bob", new Closed(1, null, null)).Later(seconds), "node-killed").Later(15 - seconds);
        Assert.Equal(isFound ? [Check.StalePresence] : [], story.Add("watch", new Present(Room, ["alice", "bob"])).Judge());
        Assert.Equal([Check.StalePresence], story.Later(seconds).Add("watch", new Present(Room, ["alice", "bob"])).Judge());
    }

    private static Story Begins(Story story, string fault) => story.Add("", new FaultBegan(fault == "redis-killed" ? 1 : 2, fault, ""));

    private static Story BobMissing(Story story) => story.Add("watch", new Present(Room, ["alice"]));
}
