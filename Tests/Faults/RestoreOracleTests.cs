using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>Data that a restored backup removes is not lost. All other checks apply as before.</summary>
public sealed class RestoreOracleTests
{
    /// <summary>
    /// Message one is in the backup and message two is not. All clients have received both, and receive a reset.
    /// </summary>
    private static Story Restored => Before.Restores(1).Resets("alice", 1, Message("one", 1)).Resets("bob", 1, Message("one", 1));

    private static Story Before => new Story()
        .Posts("alice", "one", 1).Stores("one", 1)
        .Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1))
        .BacksUp()
        .Posts("alice", "two", 2)
        .Hears("alice", 1, 2, Message("two", 2)).Hears("bob", 1, 2, Message("two", 2));

    [Fact]
    public void What_was_acknowledged_after_the_backup_is_not_lost() => Assert.Empty(Restored.Judge());

    [Fact]
    public void Its_numbers_are_given_again_and_its_sender_may_send_it_again()
    {
        var story = Restored.Asks("alice", OpKind.Post, "two", "two", op => new Succeeded(op, 2, 2, false)).Stores("two", 2)
            .Posts("alice", "three", 3).Stores("three", 3);
        foreach (var client in (string[])["alice", "bob"])
            story.Hears(client, 1, 3, Message("two", 2), Message("three", 3));
        Assert.Empty(story.Judge());
    }

    [Fact]
    public void What_was_acknowledged_before_the_backup_is_lost_where_it_is_not_in_it()
    {
        var story = new Story().Posts("alice", "one", 1).BacksUp().Restores(0).Resets("alice", 0).Resets("bob", 0);
        Assert.Equal([Check.Lost], story.Judge());
    }

    /// <summary>
    /// Regression: a quiet room's second backup had a lower head than the changes that the first restore had taken away.
    /// </summary>
    [Fact]
    public void What_a_restore_took_away_need_not_be_in_the_next_backup()
    {
        var story = Restored.BacksUp().Restores(1);
        Assert.Empty(story.Resets("alice", 1, Message("one", 1)).Resets("bob", 1, Message("one", 1)).Judge());
    }

    /// <summary>Regression: after a restore no answer counted, and so no revision was missing.</summary>
    [Fact]
    public void A_revision_of_nobody_is_found_afterwards_too()
    {
        var story = Restored;
        foreach (var revision in (long[])[2, 3, 4])
            story.Makes("alice", OpKind.SetTitle, "", "title", revision, $"{revision}");
        Assert.DoesNotContain(Check.Gap, story.StoresInfo(4, "4").Judge());
        story.Head++;
        Assert.Contains(Check.Gap, story.Judge());
    }

    /// <summary>Regression: an owner lifted a mute that the restored database did not have, and the answer was the head.</summary>
    [Fact]
    public void A_call_that_changes_nothing_afterwards_may_be_answered_with_the_head() =>
        Assert.DoesNotContain(Check.Duplicate, Restored.Makes("alice", OpKind.Unmute, "", "bob", 1).Judge());

    [Fact]
    public void What_is_acknowledged_afterwards_is_lost_where_it_is_not_there()
    {
        Assert.Equal([Check.Lost], Restored.Posts("alice", "three", 2).Judge());
    }

    [Fact]
    public void A_client_without_a_reset_carries_on()
    {
        var story = new Story().BacksUp().Restores(0).Resets("alice", 0).Posts("alice", "one", 1).Stores("one", 1);
        story.Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal([Check.CarriedOn], story.Judge());
    }

    [Fact]
    public void A_client_that_never_hears_of_it_carries_on()
    {
        var story = new Story().BacksUp().Restores(0).Resets("alice", 0);
        Assert.Equal([Check.CarriedOn], story.Judge());
    }

    [Fact]
    public void A_change_that_was_sent_and_then_forgotten_may_be_refused()
    {
        var story = Before.Asks("bob", OpKind.Edit, "two", "edit", op => null).Hears("alice", 2, 3, Message("two", 2, 3, now: "edit"));
        story.Restores(1).Add("bob", new Refused(story.LastOp, "message-not-found"));
        Assert.Empty(story.Resets("alice", 1, Message("one", 1)).Resets("bob", 1, Message("one", 1)).Judge());
    }

    [Fact]
    public void A_user_that_left_after_the_backup_is_a_member_again_and_a_stranger_is_not()
    {
        static Succeeded Read(long op) => new(op, 0, 1, false);
        var story = Before.Joins("carol").Leaves("carol").Restores(1)
            .Resets("alice", 1, Message("one", 1)).Resets("bob", 1, Message("one", 1))
            .Asks("carol", OpKind.Read, "", "", Read);
        Assert.Empty(story.Judge());
        Assert.Equal([Check.Intruder], story.Asks("stranger", OpKind.Read, "", "", Read).Judge());
    }

    /// <summary>
    /// Regression: in a run with failovers a user was kicked shortly before. The check took the empty push of the next epoch
    /// for an intrusion.
    /// </summary>
    [Theory]
    [InlineData(false, 3, 3, false)]
    [InlineData(false, 2, 3, false)]
    [InlineData(true, 3, 3, false)]
    [InlineData(true, 2, 3, true)]
    public void A_push_after_the_restore_is_measured_by_removals_after_it(bool isRemovedAfter, long after, long through, bool isFound)
    {
        var story = isRemovedAfter ? Kicks(Before.Restores(1)) : Kicks(Before).Restores(1);
        Assert.Equal(isFound, story.Add("bob", new Pushed(1, Room, after, through)).Judge().Contains(Check.Intruder));
    }

    private static Story Kicks(Story story) => story.Asks("alice", OpKind.Kick, "", "bob", op => new Succeeded(op, 0, 2, false));
}
