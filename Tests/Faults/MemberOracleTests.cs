using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Faults;

/// <summary>The checks of the oracle hold members and the settings of a room as they hold messages.</summary>
public sealed class MemberOracleTests
{
    private static Story Clean => new Story()
        .Posts("alice", "one", 1).Stores("one", 1)
        .Hears("alice", 0, 1, Story.Message("one", 1)).Hears("bob", 0, 1, Story.Message("one", 1));

    [Fact]
    public void A_client_that_passed_the_change_of_a_member_without_it_has_skipped_it()
    {
        static Story Changed() => Clean.StoresMember("carol", 2).HearsMembers("alice", 1, 2, new RecordedMember("carol", 2));

        Assert.Equal([Check.Skip], Changed().HearsMembers("bob", 1, 2).Judge());
        Assert.Empty(Changed().HearsMembers("bob", 1, 2, new RecordedMember("carol", 2)).Judge());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_return_between_two_removals_may_be_unheard(bool isRemovedBefore, bool isFound)
    {
        static Story Removes(Story story, long revision) =>
            story.Asks("alice", OpKind.Kick, "", "carol", op => new Succeeded(op, 0, revision, false))
                .HearsMembers("alice", revision - 1, revision, new RecordedMember("carol", revision) { Left = "kicked" });
        var removed = isRemovedBefore ? Removes(Clean, 2) : Clean.Posts("alice", "two", 2).Stores("two", 2);

        var story = Removes(removed, 4).StoresMember("carol", 4);
        Assert.Equal(isFound, story.Judge().Contains(Check.Gap));
    }

    /// <summary>Regression: it had read everything, and left before the room announced to it that it had come.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void A_newcomer_may_be_gone_before_its_own_arrival_is_announced(long through, bool isFound)
    {
        var came = new RecordedMember(Setup.Newcomer, 2);
        var comes = Story.Message("came", 3) with { UserId = Setup.Newcomer, IsEvent = true };
        var story = Clean.Joins(Setup.Newcomer).Add(Setup.Newcomer, new Entered(1, Story.Room, through, Reset: false))
            .Hears(Setup.Newcomer, 0, through, through == 0 ? [] : [Story.Message("one", 1)])
            .StoresMember(Setup.Newcomer, 2).Stores(comes);
        story.HearsMembers("alice", 1, 2, came).HearsMembers("bob", 1, 2, came);
        Assert.Equal(isFound ? [Check.Behind] : [], story.BothHear(2, comes).Judge());
    }

    [Fact]
    public void A_client_that_passed_the_change_of_the_settings_without_it_has_skipped_it()
    {
        static Story Changed() => Clean.StoresInfo(2).HearsInfo("alice", 1, 2, 2);

        Assert.Equal([Check.Skip], Changed().HearsInfo("bob", 1, 2).Judge());
        Assert.Empty(Changed().HearsInfo("bob", 1, 2, 2).Judge());
    }

    [Fact]
    public void A_revision_that_neither_the_database_nor_a_client_knows_is_a_gap()
    {
        static Story Replaced() => Clean.StoresMember("carol", 3).HearsMembers("bob", 1, 3, new RecordedMember("carol", 3));
        static Story Set() => Clean.StoresInfo(3).HearsInfo("bob", 1, 3, 3);

        Assert.Equal([Check.Gap], Replaced().HearsMembers("alice", 1, 3, new RecordedMember("carol", 3)).Judge());
        Assert.Empty(Replaced()
            .HearsMembers("alice", 1, 2, new RecordedMember("carol", 2))
            .HearsMembers("alice", 2, 3, new RecordedMember("carol", 3)).Judge());
        Assert.Equal([Check.Gap], Set().HearsInfo("alice", 1, 3, 3).Judge());
        Assert.Empty(Set().HearsInfo("alice", 1, 2, 2).HearsInfo("alice", 2, 3, 3).Judge());
    }
}
