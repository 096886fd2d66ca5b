using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using static SignalRChat.Tests.Faults.Story;

namespace SignalRChat.Tests.Faults;

/// <summary>A reset must not skip what the client missed.</summary>
public sealed class SnapshotOracleTests
{
    /// <summary>Carol joins without a cursor after two messages, the first of which has changed since.</summary>
    private static Story Comes(params RecordedMessage[] received)
    {
        var story = new Story().Posts("alice", "one", 1).Posts("alice", "two", 2)
            .Asks("alice", OpKind.Edit, "one", "edit", op => new Succeeded(op, 0, 3, false))
            .Stores("one", 1, 3, now: "edit").Stores("two", 2);
        foreach (var client in (string[])["alice", "bob"])
            story.Hears(client, 0, 3, Message("two", 2), Message("one", 1, 3, now: "edit"));
        return story.Joins("carol").Resets("carol", 3, received);
    }

    [Fact]
    public void A_snapshot_holds_the_newest_messages_as_they_were() =>
        Assert.Empty(Comes(Message("one", 1, 3, now: "edit"), Message("two", 2)).Judge());

    [Fact]
    public void A_snapshot_that_lacks_one_is_found()
    {
        Assert.Equal([Check.Snapshot], Comes(Message("two", 2)).Judge());
        Assert.Equal([Check.Snapshot], Comes().Judge());
    }

    [Fact]
    public void A_snapshot_with_a_message_from_before_its_change_is_found() =>
        Assert.Equal([Check.Snapshot], Comes(Message("one", 1), Message("two", 2)).Judge());

    [Theory]
    [InlineData("alice")]
    [InlineData("newcomer")]
    public void A_client_that_reads_from_the_beginning_does_not_start_over(string client)
    {
        var story = new Story().Posts("alice", "one", 1).Stores("one", 1).Resets(client, 1, Message("one", 1));
        Assert.Contains(Check.Snapshot, story.Judge());
    }

    [Fact]
    public void A_client_that_follows_a_room_does_not_start_over()
    {
        var story = new Story().Posts("alice", "one", 1).Stores("one", 1)
            .Hears("alice", 0, 1, Message("one", 1)).Hears("bob", 0, 1, Message("one", 1));
        Assert.Equal([Check.Snapshot], story.Resets("bob", 1, Message("one", 1)).Judge());
    }
}
