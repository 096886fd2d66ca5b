using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>What clients received and were answered, compared with the content of the database.</summary>
public sealed class StoredOracleTests
{
    private static Story Clean => new Story()
        .Posts("alice", "one", 1).Stores("one", 1)
        .Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));

    /// <summary>Its send was never answered, so only the client that received it shows the loss.</summary>
    [Fact]
    public void What_a_client_received_and_is_not_there_is_lost()
    {
        static Story Receives() => Clean.Posts("alice", "two", op => new Unknown(op, "lost")).Hears("bob", 1, 2, Message("two", 2));
        Assert.Contains(Check.Lost, Receives().Judge());
        Assert.DoesNotContain(Check.Lost, Receives().Stores("two", 2).Judge());
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    public void What_a_client_received_at_another_place_or_as_of_a_later_change_is_lost(long sequence, long revision)
    {
        var story = Clean.Posts("alice", "two", op => new Unknown(op, "lost")).Hears("bob", 1, 3, Message("two", 2, 3));
        story.Stores("two", sequence, revision);
        Assert.Contains(Check.Lost, story.Judge());
    }

    [Fact]
    public void A_revision_that_was_acknowledged_for_two_messages_is_a_duplicate()
    {
        var story = Clean.Posts("alice", "two", 2).Stores("two", 2)
            .Asks("alice", OpKind.Edit, "one", "edit", op => new Succeeded(op, 0, 2, false));
        Assert.Contains(Check.Duplicate, story.Judge());
    }

    [Fact]
    public void A_revision_that_is_stored_for_two_messages_is_a_duplicate() =>
        Assert.Contains(Check.Duplicate, Clean.Posts("alice", "two", 2).Stores("two", 2).Stores("three", 3, revision: 2).Judge());

    [Fact]
    public void A_revision_beyond_the_range_that_it_arrives_in_is_reordered()
    {
        var story = Clean.Posts("alice", "two", 2).Posts("alice", "three", 3).Stores("two", 2).Stores("three", 3)
            .Hears("alice", 1, 3, Message("two", 2), Message("three", 3)).Hears("bob", 1, 2, Message("two", 2), Message("three", 3));
        Assert.Equal([Check.Reorder], story.Hears("bob", 2, 3).Judge());
    }

    /// <summary>Of the same length, so only the checksum differs.</summary>
    [Fact]
    public void A_text_that_differs_after_its_beginning_is_a_disagreement()
    {
        var story = Clean.Posts("alice", "two", 2).Stores("two", 2)
            .Hears("alice", 1, 2, Message("two", 2)).Hears("bob", 1, 2, Message("two", 2) with { Rest = 1 });
        Assert.Equal([Check.Disagreement], story.Judge());
    }

    /// <summary>A change without an answer explains a missing revision only if another change of its message came after it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_unanswered_change_that_was_not_replaced_leaves_no_gap(bool isReplaced)
    {
        var story = new Story().Posts("alice", "one", 1).Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1))
            .Joins("carol").Asks("carol", OpKind.Edit, "one", "edit", op => new Unknown(op, "lost"));
        if (isReplaced)
            story.Asks("alice", OpKind.Edit, "one", "again", op => new Succeeded(op, 0, 3, false)).Stores("one", 1, 3, now: "again");
        else
            story.Posts("alice", "two", 3).Stores("one", 1).Stores("two", 3);
        var last = isReplaced ? Message("one", 1, 3, now: "again") : Message("two", 3);
        Assert.Equal(isReplaced ? [] : [Check.Gap], story.Hears("alice", 1, 3, last).Hears("bob", 1, 3, last).Judge());
    }
}
