using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>The checks hold acknowledged changes of reactions, members and settings as they hold those of messages.</summary>
public sealed class StateOracleTests
{
    private static Story Clean => new Story().Posts("alice", "one", 1).Stores("one", 1).BothHear(0, Message("one", 1));

    [Theory]
    [InlineData("heart bob", false)]
    [InlineData("heart alice", true)]
    [InlineData("star bob", true)]
    public void A_reaction_that_was_acknowledged_stands(string tallies, bool isFound)
    {
        Story Reacts() => Clean.Makes("bob", OpKind.React, "one", "heart", 2).StoresReactions(1, 2, tallies);
        static Story Hear(Story story, string tallies)
        {
            var reactions = new RecordedReactions(1, 2) { Tallies = tallies };
            return story.HearsReactions("alice", 1, 2, reactions).HearsReactions("bob", 1, 2, reactions);
        }
        Assert.Equal(isFound ? [Check.Lost] : [], Hear(Reacts(), tallies).Judge());
        // It may have been taken back.
        Assert.DoesNotContain(
            Check.Lost, Hear(Reacts().Asks("bob", OpKind.Unreact, "one", "heart", op => new Unknown(op, "lost")), tallies).Judge());
        Assert.Equal([Check.Disagreement], Hear(Reacts(), tallies + ", sun alice").Judge().Except([Check.Lost]));
    }

    [Theory]
    [InlineData("moderator", 9L, false)]
    [InlineData("member", 9L, true)]
    [InlineData("moderator", null, true)]
    public void A_role_and_a_mute_that_were_acknowledged_stand(string role, long? mutedUntil, bool isFound)
    {
        var last = new RecordedMember("bob", 3) { Role = role, MutedUntil = mutedUntil };
        var story = Clean.Makes("alice", OpKind.SetRole, "", "bob", 0, "moderator").Makes("alice", OpKind.Mute, "", "bob", 3)
            .StoresMember("bob", 3, role, mutedUntil).HearsMembers("alice", 1, 3, last).HearsMembers("bob", 1, 3, last);
        // The answer to the first has no revision, and the second replaced it before it was sent.
        Assert.Equal(isFound ? [Check.Lost] : [], story.Judge());
    }

    [Theory]
    [InlineData("new", false)]
    [InlineData("old", true)]
    public void A_title_that_was_acknowledged_stands(string title, bool isFound)
    {
        var story = Clean.Makes("alice", OpKind.SetTitle, "", "title", 2, "new")
            .StoresInfo(2, title).HearsInfo("alice", 1, 2, 2, title).HearsInfo("bob", 1, 2, 2, title);
        Assert.Equal(isFound ? [Check.Lost] : [], story.Judge());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void An_announcing_that_was_acknowledged_stands(bool announce, bool isFound)
    {
        var story = Clean.Makes("alice", OpKind.SetAnnounce, "", "announce", 2, "True").StoresInfo(2, announce: announce)
            .HearsInfo("alice", 1, 2, 2, announce: announce).HearsInfo("bob", 1, 2, 2, announce: announce);
        Assert.Equal(isFound ? [Check.Lost] : [], story.Judge());
    }

    /// <summary>Regression: one call without an answer excused every state.</summary>
    [Theory]
    [InlineData("new", false)]
    [InlineData("newer", false)]
    [InlineData("old", true)]
    public void A_call_without_an_answer_excuses_only_what_it_asked_for(string title, bool isFound)
    {
        var story = Clean.Makes("alice", OpKind.SetTitle, "", "title", 2, "new")
            .Asks("alice", OpKind.SetTitle, "", "title", op => new Unknown(op, "lost"), "newer").StoresInfo(3, title);
        Assert.Equal(isFound, story.Judge().Contains(Check.Lost));
    }

    /// <summary>A frozen node that got the first try makes it when it runs again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_that_was_repeated_may_take_effect_twice(bool isRetried)
    {
        Succeeded First(long op) => new(op, 0, 2, false) { IsRetried = isRetried };
        var titles = Clean.Asks("alice", OpKind.SetTitle, "", "title", First, "first")
            .Makes("alice", OpKind.SetTitle, "", "title", 3, "second").StoresInfo(4, "first");
        var edits = new Story().Posts("alice", "one", 1).Asks("alice", OpKind.Edit, "one", "edit", First).Stores("one", 1, 3, now: "edit");
        Assert.Equal([!isRetried, !isRetried], new[] { titles, edits }.Select(story => story.Judge().Contains(Check.Lost)));
    }

    [Fact]
    public void A_client_that_passed_a_change_before_it_was_replaced_has_skipped_it()
    {
        static Story Set(Story story, long revision) => story.Makes("alice", OpKind.SetTitle, "", "title", revision, $"{revision}");
        static Story End(Story story, long bobAt) =>
            story.StoresInfo(3, "3").HearsInfo("alice", 1, 3, 3, "3").HearsInfo("bob", bobAt, 3, 3, "3");

        Assert.Equal([Check.Skip], End(Set(Set(Clean, 2).HearsInfo("bob", 1, 2), 3), bobAt: 2).Judge());
        // The next change may have been committed when the range was sent.
        Assert.Empty(End(Set(Set(Clean, 2), 3).HearsInfo("bob", 1, 2), bobAt: 2).Judge());
    }

    [Fact]
    public void A_client_whose_cursor_goes_back_passed_a_change_when_it_first_did()
    {
        static Story Set(Story story, long revision) => story.Makes("alice", OpKind.SetTitle, "", "title", revision, $"{revision}");

        var back = Set(Set(Clean, 2), 3).HearsInfo("bob", 1, 3, 2, "2").HearsInfo("bob", 1, 2).HearsInfo("bob", 1, 2);
        Assert.Contains(Check.Skip, Set(back, 4).StoresInfo(4, "4").HearsInfo("bob", 3, 4, 4, "4").Judge());
    }

    [Fact]
    public void A_message_of_the_server_was_sent_by_nobody_and_may_stand_twice()
    {
        static RecordedMessage Said(string id, long at) => Message("said", at) with { MessageId = id, IsEvent = true };
        Assert.Empty(Clean.Stores(Said("a", 2)).Stores(Said("b", 3)).BothHear(1, Said("a", 2), Said("b", 3)).Judge());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_change_that_was_refused_after_a_lost_try_may_have_been_made(bool isRetried)
    {
        var story = new Story().Posts("alice", "one", 1).Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1))
            .Joins("carol").Asks("carol", OpKind.Edit, "one", "edit", op => new Refused(op, "muted") { IsRetried = isRetried })
            .Stores("one", 1, 2, now: "edit").BothHear(1, Message("one", 1, 2, now: "edit"));
        Assert.Equal(isRetried ? [] : [Check.Lost, Check.AbortedRead], story.Judge());
    }

    [Fact]
    public void A_member_that_posts_where_only_moderators_may_is_an_intruder()
    {
        static Story Set(Story story, string posting, long at) => story.Makes("alice", OpKind.SetPosting, "", "posting", at, posting);
        static Story Closed() => Set(Clean, "moderators", 2);
        static Story Refused(Story story) => story.Posts("bob", "two", op => new Refused(op, "forbidden"));

        Assert.Contains(Check.Intruder, Closed().Posts("bob", "two", 3).Judge());
        Assert.DoesNotContain(Check.Intruder, Closed().Posts("alice", "two", 3).Judge());
        Assert.DoesNotContain(Check.Intruder, Closed().Makes("bob", OpKind.React, "one", "heart", 3).Judge());
        Assert.DoesNotContain(Check.Intruder, Set(Closed(), "members", 3).Posts("bob", "two", 4).Judge());
        var promoted = Closed().Makes("alice", OpKind.SetRole, "", "bob", 0, "moderator");
        Assert.DoesNotContain(Check.Intruder, promoted.Posts("bob", "two", 4).Judge());
        Assert.DoesNotContain(Check.Refusal, Refused(Closed()).Judge());
        Assert.Contains(Check.Refusal, Refused(Set(Closed(), "members", 3)).Judge());
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0.9, false)]
    public void A_member_that_posts_sooner_than_slow_mode_permits_is_an_intruder(double seconds, bool isFound)
    {
        static Story Set(Story story, string value, long at) => story.Makes("alice", OpKind.SetSlowMode, "", "slow mode", at, value);
        static Story Slow() => Set(Clean, "1", 2);
        Story PostsTwice(Story story, string by = "bob") => story.Posts(by, "two", 8).Later(seconds).Posts(by, "three", 9);

        Assert.Equal(isFound, PostsTwice(Slow()).Judge().Contains(Check.Intruder));
        Assert.DoesNotContain(Check.Intruder, PostsTwice(Slow(), by: "alice").Judge());
        Assert.DoesNotContain(Check.Intruder, PostsTwice(Set(Slow(), "0", 3)).Judge());
        Assert.DoesNotContain(Check.Intruder, PostsTwice(Slow().Makes("alice", OpKind.SetRole, "", "bob", 0, "moderator")).Judge());
        Assert.DoesNotContain(Check.Intruder, PostsTwice(Slow().Add("", new FaultBegan(1, "node-clock-stepped", ""))).Judge());
    }

    [Fact]
    public void A_user_that_changes_an_archived_room_is_an_intruder()
    {
        static Story Set(Story story, bool isArchived, long at) =>
            story.Makes("shop", OpKind.SetArchived, "", "archived", at, $"{isArchived}");
        static Story Archived() => Set(Clean.Serves("shop"), isArchived: true, 2);
        static Story Opened() => Set(Archived(), isArchived: false, 3);
        static Story Titles(Story story) => story.Makes("alice", OpKind.SetTitle, "", "title", 4, "title");
        static Story Refused(Story story) => story.Posts("bob", "two", op => new Refused(op, "forbidden"));

        Assert.Contains(Check.Intruder, Archived().Posts("bob", "two", 4).Judge());
        Assert.Contains(Check.Intruder, Titles(Archived()).Judge());
        Assert.DoesNotContain(Check.Intruder, Archived().Makes("bob", OpKind.Delete, "one", "", 4).Judge());
        Assert.DoesNotContain(Check.Intruder, Archived().Posts("shop", "two", 4).Judge());
        Assert.DoesNotContain(Check.Intruder, Titles(Opened()).Judge());
        Assert.DoesNotContain(Check.Refusal, Refused(Archived()).Judge());
        Assert.Contains(Check.Refusal, Refused(Opened()).Judge());
    }

    [Theory]
    [InlineData("SetPosting", "moderators", "members")]
    [InlineData("SetSlowMode", "1", "0")]
    [InlineData("SetArchived", "True", "False")]
    public void Another_setting_that_was_acknowledged_stands(string setting, string asked, string other)
    {
        var kind = Enum.Parse<OpKind>(setting);
        Check[] Judge(string stored) => Clean.Makes("alice", kind, "", "setting", 2, asked).StoresInfo(kind switch
        {
            OpKind.SetPosting => new RecordedInfo(2) { Posting = stored },
            OpKind.SetSlowMode => new RecordedInfo(2) { SlowModeSeconds = stored == "1" ? 1 : 0 },
            _ => new RecordedInfo(2) { IsArchived = stored == "True" },
        }).Judge();
        Assert.DoesNotContain(Check.Lost, Judge(asked));
        Assert.Contains(Check.Lost, Judge(other));
    }

    /// <summary>A frozen node makes the lift of a mute after the next mute.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lift_that_may_come_late_leaves_the_next_mute_unsure(bool isFrozen)
    {
        var story = Clean.Makes("alice", OpKind.Mute, "", "bob", 2);
        if (isFrozen)
            story.Add("", new FaultBegan(1, "node-frozen", ""));
        story.Makes("alice", OpKind.Unmute, "", "bob", 3).Makes("alice", OpKind.Mute, "", "bob", 4)
            .Makes("bob", OpKind.React, "one", "heart", 5);
        Assert.Equal(!isFrozen, story.Judge().Contains(Check.Intruder));
    }

    [Fact]
    public void A_muted_member_that_writes_is_an_intruder()
    {
        static Story Muted() => Clean.Makes("alice", OpKind.Mute, "", "bob", 2).StoresMember("bob", 2, mutedUntil: 9);
        static Story Lifted() => Muted().Makes("alice", OpKind.Unmute, "", "bob", 3);
        static Story Reacts(Story story) => story.Makes("bob", OpKind.React, "one", "heart", 4);
        static Story Refused(Story story) => story.Posts("bob", "two", op => new Refused(op, "muted"));

        Assert.Contains(Check.Intruder, Reacts(Muted()).Judge());
        Assert.DoesNotContain(Check.Intruder, Reacts(Lifted()).Judge());
        Assert.DoesNotContain(Check.Refusal, Refused(Muted()).Judge());
        Assert.Contains(Check.Refusal, Refused(Lifted()).Judge());
    }
}
