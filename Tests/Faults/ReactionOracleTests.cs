using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Faults;

/// <summary>The checks of the oracle hold reactions as they hold messages.</summary>
public sealed class ReactionOracleTests
{
    private static Story Clean => new Story()
        .Posts("alice", "one", 1).Stores("one", 1)
        .Hears("alice", 0, 1, Story.Message("one", 1)).Hears("bob", 0, 1, Story.Message("one", 1));

    [Fact]
    public void A_client_that_passed_reactions_without_them_has_skipped_them()
    {
        static Story Reacted() => Clean.StoresReactions(1, 2).HearsReactions("alice", 1, 2, new RecordedReactions(1, 2));

        Assert.Equal([Check.Skip], Reacted().HearsReactions("bob", 1, 2).Judge());
        Assert.Empty(Reacted().HearsReactions("bob", 1, 2, new RecordedReactions(1, 2)).Judge());
    }

    [Fact]
    public void A_revision_that_neither_the_database_nor_a_client_knows_is_a_gap()
    {
        static Story Replaced() => Clean.StoresReactions(1, 3).HearsReactions("bob", 1, 3, new RecordedReactions(1, 3));

        Assert.Equal([Check.Gap], Replaced().HearsReactions("alice", 1, 3, new RecordedReactions(1, 3)).Judge());
        Assert.Empty(Replaced()
            .HearsReactions("alice", 1, 2, new RecordedReactions(1, 2))
            .HearsReactions("alice", 2, 3, new RecordedReactions(1, 3)).Judge());
    }
}
