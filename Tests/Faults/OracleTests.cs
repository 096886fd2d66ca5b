using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>Only the check meant for a violation finds it, and no check finds anything in a correct history.</summary>
public sealed class OracleTests
{
    private static Story Clean => new Story()
        .Posts("alice", "one", 1).Stores("one", 1)
        .Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));

    [Fact]
    public void A_clean_history_has_nothing() => Assert.Empty(Clean.Judge());

    [Fact]
    public void A_clean_history_may_hold_edits_repeats_refusals_and_a_lost_answer()
    {
        var story = new Story()
            .Posts("alice", "one", 1).Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1))
            .Joins("carol").Posts("carol", "too-long", op => new Refused(op, "text-too-long"))
            .Asks("carol", OpKind.Edit, "one", "lost-edit", op => new Unknown(op, "lost"))
            .Asks("alice", OpKind.Edit, "one", "edit", op => new Succeeded(op, 0, 3, false))
            .Asks("alice", OpKind.Post, "one", "one", op => new Succeeded(op, 1, 3, Duplicate: true))
            .Stores("one", 1, 3, now: "edit");
        story.Hears("alice", 1, 3, Message("one", 1, 3, "edit")).Hears("bob", 1, 3, Message("one", 1, 3, "edit"));
        Assert.Empty(story.Judge());
    }

    [Fact]
    public void What_was_acknowledged_and_is_not_there_is_lost()
    {
        var story = Clean.Posts("alice", "two", 2);
        Assert.Equal([Check.Lost], story.Judge());
    }

    [Fact]
    public void What_was_acknowledged_and_stands_elsewhere_is_lost()
    {
        var story = new Story().Posts("alice", "one", 2).Stores("one", 1);
        story.Head = 2;
        story.Hears("alice", 0, 2, Message("one", 1)).Hears("bob", 0, 2, Message("one", 1));
        Assert.Equal([Check.Lost], story.Judge());
    }

    [Fact]
    public void A_text_that_stands_at_two_places_is_a_duplicate()
    {
        var story = Clean.Stores("again", 2, now: "one");
        story.Hears("alice", 1, 2, Message("again", 2, now: "one")).Hears("bob", 1, 2, Message("again", 2, now: "one"));
        Assert.Equal([Check.Duplicate], story.Judge());
    }

    [Fact]
    public void A_repeat_that_is_given_another_place_is_a_duplicate()
    {
        var story = Clean.Asks("alice", OpKind.Post, "one", "one", op => new Succeeded(op, 2, 2, false));
        Assert.Contains(Check.Duplicate, story.Judge());
    }

    [Fact]
    public void A_change_that_arrives_twice_is_a_duplicate() =>
        Assert.Equal([Check.Duplicate], Clean.Hears("bob", 0, 1, Message("one", 1)).Judge());

    [Fact]
    public void Two_clients_that_received_different_changes_for_a_revision_disagree()
    {
        var story = new Story().Posts("alice", "one", 1).Joins("carol")
            .Asks("carol", OpKind.Edit, "one", "other", op => new Unknown(op, "lost")).Stores("one", 1);
        story.Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1, now: "other"));
        Assert.Equal([Check.Disagreement], story.Judge());
    }

    [Fact]
    public void A_revision_without_a_change_is_a_gap()
    {
        var story = new Story().Posts("alice", "one", 2).Stores("one", 2)
            .Hears("alice", 0, 2, Message("one", 2)).Hears("bob", 0, 2, Message("one", 2));
        Assert.Equal([Check.Gap], story.Judge());
    }

    [Fact]
    public void A_push_that_does_not_follow_on_is_a_gap() =>
        Assert.Equal([Check.Gap], Clean.Add("bob", new Pushed(1, Room, 0, 1)).Add("bob", new Pushed(1, Room, 2, 3)).Judge());

    [Fact]
    public void A_push_that_comes_before_the_answer_to_a_join_is_none() =>
        Assert.Empty(Clean.Add("bob", new Opened(2)).Add("bob", new Pushed(2, Room, 1, 2))
            .Add("bob", new Entered(2, Room, 1, false)).Add("bob", new Pushed(2, Room, 2, 3)).Judge());

    [Fact]
    public void A_client_that_passed_a_message_without_it_has_skipped_it()
    {
        var story = new Story().Posts("alice", "one", 1).Stores("one", 1).Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1);
        Assert.Equal([Check.Skip], story.Judge());
    }

    [Fact]
    public void A_client_that_did_not_come_to_the_end_is_behind()
    {
        var story = new Story().Posts("alice", "one", 1).Stores("one", 1).Hears("alice", 0, 1, Message("one", 1));
        Assert.Equal([Check.Behind], story.Judge());
        story.Leavers.Add("bob");
        Assert.Empty(story.Judge());
    }

    [Fact]
    public void What_comes_after_more_than_the_time_promised_is_late()
    {
        var story = new Story().Posts("alice", "one", 1).Stores("one", 1).Hears("alice", 0, 1, Message("one", 1))
            .Later(5).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal([Check.Late], story.Judge());
    }

    [Fact]
    public void Lateness_counts_while_Redis_is_away_and_not_while_a_node_is()
    {
        static Story Away(string fault) => new Story().Add("", new FaultBegan(1, fault, ""))
            .Posts("alice", "one", 1).Stores("one", 1).Hears("alice", 0, 1, Message("one", 1))
            .Later(5).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal([Check.Late], Away("redis-killed").Judge());
        Assert.Empty(Away("node-frozen").Judge());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_left_out_excuses_nothing(bool isLeftOut)
    {
        var story = new Story().Add("", new FaultBegan(1, "node-frozen", "") { IsLeftOut = isLeftOut })
            .Posts("alice", "one", 1).Stores("one", 1)
            .Hears("alice", 0, 1, Message("one", 1)).Later(5).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal(isLeftOut ? [Check.Late] : [], story.Judge());
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, false, true)]
    [InlineData(1, true, false)]
    public void A_client_that_is_late_because_another_does_not_read_is_delayed(int seconds, bool isBackend, bool isFound)
    {
        var story = isBackend ? new Story().Serves("bob") : new Story();
        story.Add("", new FaultBegan(1, FaultNames.Flood, ""))
            .Posts("alice", "one", 1).Stores("one", 1).Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1))
            .Add("", new FaultEnded(1, FaultNames.Flood)).Later(10).Add("", new FaultBegan(2, FaultNames.FloodWithIdleClients, ""))
            .Posts("alice", "two", 2).Stores("two", 2)
            .Hears("alice", 1, 2, Message("two", 2)).Later(seconds).Hears("bob", 1, 2, Message("two", 2))
            .Add("", new FaultEnded(2, FaultNames.FloodWithIdleClients)).Later(10).Add("watch", new Present("elsewhere", []));
        Assert.Equal(isFound ? [Check.Delayed] : [], story.Judge());
    }

    [Fact]
    public void Messages_of_one_sender_that_stand_in_another_order_are_reordered()
    {
        var story = new Story().Posts("alice", "one", 2).Posts("alice", "two", 1).Stores("one", 2).Stores("two", 1)
            .Hears("alice", 0, 2, Message("two", 1), Message("one", 2)).Hears("bob", 0, 2, Message("two", 1), Message("one", 2));
        Assert.Contains(Check.Reorder, story.Judge());
    }

    [Fact]
    public void Revisions_that_arrive_backwards_are_reordered()
    {
        var story = new Story().Posts("alice", "one", 1).Posts("alice", "two", 2).Stores("one", 1).Stores("two", 2)
            .Hears("alice", 0, 2, Message("one", 1), Message("two", 2)).Hears("bob", 0, 2, Message("two", 2), Message("one", 1));
        Assert.Equal([Check.Reorder], story.Judge());
    }

    [Fact]
    public void What_was_refused_for_good_and_is_seen_is_an_aborted_read()
    {
        var story = new Story().Posts("carol", "one", op => new Refused(op, "text-too-long")).Stores("one", 1)
            .Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal([Check.AbortedRead], story.Judge());
    }

    [Fact]
    public void A_message_without_a_send_that_is_seen_is_an_aborted_read()
    {
        var story = Clean.Stores("ghost", 2).Hears("alice", 1, 2, Message("ghost", 2)).Hears("bob", 1, 2, Message("ghost", 2));
        Assert.Equal([Check.AbortedRead], story.Judge());
    }

    [Fact]
    public void A_send_without_an_outcome_is_undecided() => Assert.Equal([Check.Undecided], Clean.Posts("alice", "two", _ => null).Judge());

    [Fact]
    public void A_send_without_an_outcome_is_undecided_if_its_sender_stays()
    {
        static Story Gives(string client) =>
            Clean.Joins(client).Asks(client, OpKind.Edit, "one", "edit", op => new Unknown(op, "given up"));
        Assert.Equal([Check.Undecided], Gives("alice").Judge());
        Assert.Empty(Gives("carol").Judge());
    }

    [Fact]
    public void What_a_member_is_refused_for_good_though_nothing_forbids_it_is_a_refusal()
    {
        static Story Refuses(string client, OpKind kind, string code) =>
            Clean.Asks(client, kind, "two", "two", op => new Refused(op, code));
        Assert.Equal([Check.Refusal], Refuses("alice", OpKind.Post, "not-a-member").Judge());
        Assert.Empty(Refuses("mallory", OpKind.Post, "not-a-member").Judge());
        Assert.Equal([Check.Refusal], Refuses("mallory", OpKind.Read, "internal-error").Judge());
    }

    [Theory]
    [InlineData("message-not-found", false)]
    [InlineData("not-a-member", true)]
    public void What_a_restored_backup_does_not_hold_cannot_be_changed(string code, bool isFound)
    {
        var story = Clean.BacksUp().Restores(1).Asks("alice", OpKind.Edit, "two", "edit", op => new Refused(op, code));
        Assert.Equal(isFound, story.Judge().Contains(Check.Refusal));
        Assert.Contains(Check.Refusal, Clean.Asks("alice", OpKind.Edit, "two", "edit", op => new Refused(op, "message-not-found")).Judge());
    }

    /// <summary>
    /// With the text of another message; deleted without a request; deleted by a client whose answer was lost, and by a
    /// rejected one.
    /// </summary>
    [Fact]
    public void An_acknowledged_text_that_no_user_changed_is_lost_if_it_differs()
    {
        static Story Becomes(string now, Func<long, HistoryRecord?>? deletion = null)
        {
            var story = new Story().Posts("alice", "one", 1).Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));
            if (deletion is not null)
                story.Joins("carol").Asks("carol", OpKind.Delete, "one", "", deletion);
            story.Stores("one", 1, 2, now, isDeleted: now.Length == 0);
            var received = Message("one", 1, 2, now) with { IsDeleted = now.Length == 0 };
            return story.Hears("alice", 1, 2, received).Hears("bob", 1, 2, received);
        }
        Assert.Contains(Check.Lost, Becomes("other").Judge());
        Assert.Contains(Check.Lost, Becomes("").Judge());
        Assert.Contains(Check.Lost, Becomes("", op => new Refused(op, "not-author")).Judge());
        Assert.Empty(Becomes("", op => new Unknown(op, "lost")).Judge());
    }

    [Fact]
    public void A_user_that_receives_a_push_without_a_join_is_an_intruder()
    {
        Assert.Equal([Check.Intruder], Clean.Add("mallory", new Opened(1)).Add("mallory", new Pushed(1, Room, 0, 1)).Judge());
        Assert.Empty(Clean.Add("mallory", new Opened(1)).Joins("mallory").Add("mallory", new Pushed(1, Room, 0, 1)).Judge());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_newcomer_who_does_not_come_to_the_end_of_a_room_is_behind(long through, bool isFound)
    {
        var story = Clean.Joins(Setup.Newcomer).Add(Setup.Newcomer, new Entered(1, Room, 1, Reset: false))
            .Hears(Setup.Newcomer, 0, through, [.. Enumerable.Range(1, (int)through).Select(_ => Message("one", 1))]);
        Assert.Equal(isFound ? [Check.Behind] : [], story.Judge());
    }

    [Fact]
    public void A_text_that_was_cut_short_is_lost()
    {
        static Story Posts(int length)
        {
            var story = new Story();
            story.Add("alice", new Invoked(50, OpKind.Post, Room, Id("one"), "one") { Length = length })
                .Add("alice", new Succeeded(50, 1, 1, false)).Stores("one", 1);
            return story.Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));
        }
        Assert.Equal([Check.Lost], Posts(length: 40).Judge());
        Assert.Empty(Posts(length: 3).Judge());
    }

    [Fact]
    public void A_repeat_that_is_answered_as_if_it_were_new_is_a_duplicate()
    {
        static Story Repeats(bool isKnown) => Clean
            .Add("alice", new Invoked(50, OpKind.Post, Room, Id("one"), "one") { IsRepeat = true })
            .Add("alice", new Succeeded(50, 1, 1, isKnown));
        Assert.Equal([Check.Duplicate], Repeats(isKnown: false).Judge());
        Assert.Empty(Repeats(isKnown: true).Judge());
    }

    [Fact]
    public void A_refused_change_took_no_revision()
    {
        var story = Clean.Asks("carol", OpKind.Edit, "one", "edit", op => new Refused(op, "text-too-long"))
            .Posts("alice", "two", 3).Stores("two", 3);
        Assert.Equal([Check.Gap], story.Hears("alice", 1, 3, Message("two", 3)).Hears("bob", 1, 3, Message("two", 3)).Judge());
    }

    [Theory]
    [InlineData("redis-frozen", true)]
    [InlineData("node-frozen", false)]
    public void An_answer_that_waits_for_Redis_is_late(string fault, bool isFound)
    {
        var story = new Story().Add("", new FaultBegan(1, fault, ""))
            .Add("alice", new Invoked(50, OpKind.Post, Room, Id("one"), "one")).Later(2.5).Add("", new FaultEnded(1, fault))
            .Add("alice", new Succeeded(50, 1, 1, false)).Stores("one", 1)
            .Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal(isFound ? [Check.Late] : [], story.Judge());
    }

    [Theory]
    [InlineData(nameof(OpKind.Read))]
    [InlineData(nameof(OpKind.Post))]
    public void A_call_of_a_user_without_a_join_makes_an_intruder(string kind)
    {
        var story = Clean.Asks("mallory", Enum.Parse<OpKind>(kind), "one", "", op => new Succeeded(op, 1, 1, false));
        Assert.Contains(Check.Intruder, story.Judge());
    }

    [Fact]
    public void A_user_that_enters_a_private_room_uninvited_is_an_intruder()
    {
        Assert.Equal([Check.Intruder], Clean.Joins("bob", "vault").Judge());
        Assert.Empty(Clean.Joins("alice", "vault").Judge());
    }

    [Fact]
    public void A_user_that_reads_after_a_leave_is_an_intruder_until_the_next_join()
    {
        static Story Reads(Story story) => story.Asks("bob", OpKind.Read, "one", "", op => new Succeeded(op, 0, 0, false));
        Assert.Equal([Check.Intruder], Reads(Clean.Leaves("bob")).Judge());
        Assert.Empty(Reads(Clean.Leaves("bob").Joins("bob")).Judge());
    }

    [Fact]
    public void A_user_that_receives_a_push_after_the_removal_is_an_intruder()
    {
        Assert.Equal([Check.Intruder], Clean.Add("bob", new Removed(1, Room, "left", 1)).Add("bob", new Pushed(1, Room, 1, 2)).Judge());
        Assert.Equal([Check.Intruder], Clean.Add("bob", new Pushed(1, Room, 0, 2)).Add("bob", new Removed(1, Room, "left", 1)).Judge());
        Assert.Empty(Clean.Add("bob", new Removed(1, Room, "left", 1)).Joins("bob").Add("bob", new Pushed(1, Room, 0, 2)).Judge());
    }

    /// <summary>
    /// Regression: a run of every fault reported an intruder. The user was kicked on another node, and left before this node
    /// knew of the kick.
    /// </summary>
    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(0, 2, true)]
    [InlineData(3, 1, true)]
    public void A_removed_user_may_read_until_the_removal_and_nothing_after_it(int seconds, long through, bool isFound)
    {
        var story = Clean.Asks("alice", OpKind.Kick, "", "bob", op => new Succeeded(op, 0, 1, false)).Leaves("bob").Later(seconds)
            .Asks("bob", OpKind.Read, "one", "", op => new Succeeded(op, 0, through, false));
        Assert.Equal(isFound ? [Check.Intruder] : [], story.Judge());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void A_user_that_writes_some_time_after_the_removal_is_an_intruder(int seconds, bool isFound)
    {
        Story Kicked() => Clean.Asks("alice", OpKind.Kick, "", "bob", op => new Succeeded(op, 0, 2, false)).Later(seconds);
        Assert.Equal(isFound, Kicked().Posts("bob", "two", 3).Stores("two", 3).Judge().Contains(Check.Intruder));
        Assert.DoesNotContain(Check.Intruder, Kicked().Joins("bob").Posts("bob", "two", 3).Judge());
    }

    /// <summary>
    /// Regression: a run of every fault reported an intruder. The user was kicked, and rejoined before the node had sent the
    /// removal.
    /// </summary>
    [Fact]
    public void A_removal_during_a_pending_join_ends_the_earlier_membership()
    {
        var story = Clean.Add("bob", new Invoked(99, OpKind.Join, Room, "", "")).Add("bob", new Removed(1, Room, "kicked", 1))
            .Add("bob", new Succeeded(99, 0, 1, false)).Add("bob", new Entered(1, Room, 1, false)).Add("bob", new Pushed(1, Room, 1, 2));
        Assert.Empty(story.Judge());
        story.Add("bob", new Removed(1, Room, "kicked", 2)).Add("bob", new Pushed(1, Room, 2, 3));
        Assert.Equal([Check.Intruder], story.Judge().Except([Check.Gap]));
    }

    [Fact]
    public void A_kicked_user_who_receives_a_later_revision_is_an_intruder_until_the_next_join()
    {
        static Story Kicked() => Clean.Asks("alice", OpKind.Kick, "", "bob", op => new Succeeded(op, 0, 1, false));
        Assert.Empty(Kicked().Add("bob", new Pushed(1, Room, 0, 1)).Judge());
        Assert.Equal([Check.Intruder], Kicked().Add("bob", new Pushed(1, Room, 0, 2)).Judge());
        Assert.Empty(Kicked().Joins("bob").Add("bob", new Entered(1, Room, 1, false)).Add("bob", new Pushed(1, Room, 1, 2)).Judge());
    }

    [Theory]
    [InlineData("postgres-link-black-hole")]
    [InlineData("postgres-link-cut")]
    public void Lateness_counts_again_once_the_traces_of_a_fault_are_gone(string fault)
    {
        Story Afterwards(int seconds) => new Story().Add("", new FaultBegan(1, fault, "")).Add("", new FaultEnded(1, fault)).Later(seconds)
            .Posts("alice", "one", 1).Stores("one", 1)
            .Hears("alice", 0, 1, Message("one", 1)).Later(5).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal([Check.Late], Afterwards(3).Judge());
        Assert.Empty(Afterwards(2).Judge());
    }
}
