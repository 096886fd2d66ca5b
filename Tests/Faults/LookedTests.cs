using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using SignalRChat.Testing.Oracle.Checks;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>A check without material finds nothing either, so each reports how much material it had.</summary>
public sealed class LookedTests
{
    [Fact]
    public void Where_nothing_happens_there_is_nothing_to_look_at() => Assert.Empty(new Story().Looked());

    [Fact]
    public void A_message_that_arrives_is_looked_at()
    {
        var story = new Story().Posts("alice", "one", 1).Stores("one", 1)
            .Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal([Check.Lost, Check.Disagreement, Check.Behind, Check.Reorder, Check.Undecided, Check.Refusal], story.Looked());
    }

    [Fact]
    public void Fences_are_looked_at_after_a_removal_and_a_refusal()
    {
        var removed = new Story().Asks("alice", OpKind.Kick, "", "bob", op => new Succeeded(op, 0, 1, false));
        Assert.DoesNotContain(Check.Intruder, removed.Looked());
        Assert.Contains(Check.Intruder, removed.Asks("mallory", OpKind.Read, "", "", op => new Refused(op, "not-a-member")).Looked());
    }

    [Fact]
    public void Each_part_of_the_check_for_intruders_counts_what_it_saw()
    {
        Assert.All(IntruderCheck.Parts(new Story().Run()), part => Assert.Equal(0, part.Count));
        var story = new Story { Inbox = new("carol", 0, []) }.Serves("shop")
            .Makes("alice", OpKind.Kick, "", "carol", 1).Asks("carol", OpKind.Read, "", "", op => new Refused(op, "not-a-member"))
            .Makes("alice", OpKind.SetSlowMode, "", "slow mode", 1, "1").Posts("bob", "now", 1).Later(1).Posts("bob", "then", 2)
            .Makes("shop", OpKind.SetArchived, "", "archived", 2, "True").Posts("alice", "no", op => new Refused(op, "forbidden"))
            .Makes("shop", OpKind.SetArchived, "", "archived", 3, "False")
            .Posts("bob", "one", op => new Refused(op, "muted")).Posts("bob", "two", op => new Refused(op, "forbidden"))
            .Makes("shop", OpKind.Revoke, "", "bob", 1).Add("bob", new Closed(1, 1008, "token-revoked")).Later(3)
            .Add("old", new Invoked(99, OpKind.Connect, "", "", "bob")).Add("old", new Refused(99, "HTTP/1.1 401"))
            .Makes("shop", OpKind.Ban, "", "alice", 2).Add("alice", new Closed(1, 1008, "banned")).Later(3)
            .Add("watch", new Present(Room, []));
        Assert.All(IntruderCheck.Parts(story.Run()), part => Assert.True(part.Count == 1, $"{part}"));
    }

    [Fact]
    public void Presence_is_looked_at_where_one_was_there_for_long_and_one_was_away_for_long()
    {
        var there = new Story().Later(20).Add("watch", new Present(Room, ["alice", "bob"]));
        Assert.DoesNotContain(Check.StalePresence, there.Looked());
        there.Add("bob", new Closed(1, null, null)).Later(20).Add("watch", new Present(Room, ["alice"]));
        Assert.Contains(Check.StalePresence, there.Looked());
    }
}
