using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Faults;

/// <summary>Two devices of one user follow the inbox. They join no room.</summary>
public sealed class InboxOracleTests
{
    private const string Room = Story.Room;

    private static RecordedEntry Entry(long revision, long unread = 0, long readThrough = 0, long head = 0) =>
        new(Room, revision, head, unread, 0, readThrough);

    private static InboxHeard Heard(InboxBy by, long after, long through, params RecordedEntry[] entries) =>
        new(1, "epoch", after, through, by, entries);

    /// <summary>Both devices have the first entry.</summary>
    private static Story Following(RecordedEntry stored, long head)
    {
        var story = new Story { Inbox = new("reader", head, [stored]) };
        foreach (var device in (string[])["desk", "phone"])
            story.Add(device, new Opened(1)).Add(device, Heard(InboxBy.Reset, 0, 1, Entry(1)));
        return story;
    }

    [Fact]
    public void Counts_that_differ_from_the_stored_messages_are_wrong()
    {
        static Story Ends(long unread, long head) => Following(Entry(1, unread: 2), head: 1)
            .Add("desk", new InboxActive(1, [Entry(0, unread: 2, head: 9)]))
            .Add("phone", new InboxActive(1, [Entry(0, unread: 2, head: 9)]))
            .Add("phone", new InboxActive(1, [Entry(0, unread, head: head)]));
        Assert.Empty(Ends(unread: 2, head: 9).Judge());
        Assert.Equal([Check.UnreadWrong], Ends(unread: 1, head: 9).Judge());
        // An older count that arrives later changes nothing.
        Assert.Empty(Ends(unread: 1, head: 8).Judge());
    }

    [Fact]
    public void A_room_that_is_not_shown_is_wrong_and_one_that_was_left_is_not()
    {
        static Story Leaves() => Following(Entry(1), head: 2).Add("desk", Heard(InboxBy.Update, 1, 2, Entry(2) with { IsLeft = true }))
            .Add("phone", Heard(InboxBy.Update, 1, 2, Entry(2) with { IsLeft = true }));
        Assert.Contains(Check.UnreadWrong, Leaves().Judge());
        var left = Leaves();
        left.Inbox = new("reader", 2, []);
        Assert.Empty(left.Judge());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public void An_update_that_begins_beyond_the_cursor_is_a_gap(long after, bool isFound)
    {
        var story = Following(Entry(3, readThrough: 4), head: 3);
        story.Add("desk", Heard(InboxBy.Update, after, 3, Entry(3, readThrough: 4)));
        story.Add("desk", Heard(InboxBy.Page, 1, 3, Entry(3, readThrough: 4)));
        story.Add("phone", Heard(InboxBy.Update, 1, 3, Entry(3, readThrough: 4)));
        Assert.Equal(isFound ? [Check.InboxGap] : [], story.Judge());
    }

    [Fact]
    public void A_change_that_a_cursor_has_passed_is_a_gap()
    {
        var story = Following(Entry(3), head: 3);
        story.Add("desk", Heard(InboxBy.Update, 1, 3)).Add("phone", Heard(InboxBy.Update, 1, 3, Entry(3)));
        Assert.Equal([Check.InboxGap], story.Judge());
    }

    [Theory]
    [InlineData(0.5, null, false)]
    [InlineData(4, null, true)]
    [InlineData(4, "redis-killed", true)]
    [InlineData(4, "node-killed", false)]
    public void A_read_room_that_another_device_shows_late_is_late(double seconds, string? fault, bool isFound)
    {
        var read = Entry(2, readThrough: 4);
        var story = Following(read, head: 2);
        if (fault is not null)
            story.Add("", new FaultBegan(1, fault, ""));
        story.Add("desk", new MarkedRead(Room, 4)).Add("desk", Heard(InboxBy.Update, 1, 2, read)).Later(seconds);
        story.Add("phone", Heard(InboxBy.Update, 1, 2, read)).Later(5).Add("alice", new Present("elsewhere", []));
        Assert.Equal(isFound ? [Check.InboxLate] : [], story.Judge());
    }

    [Fact]
    public void A_device_that_was_away_has_time_until_it_returns()
    {
        var read = Entry(2, readThrough: 4);
        var story = Following(read, head: 2).Add("phone", new Closed(1, null, null));
        story.Add("desk", new MarkedRead(Room, 4)).Add("desk", Heard(InboxBy.Update, 1, 2, read)).Later(5);
        story.Add("phone", new Opened(2)).Add("phone", Heard(InboxBy.Page, 1, 2, read));
        Assert.Empty(story.Judge());
        Assert.Contains(Check.InboxLate, story.Looked());
    }

    [Fact]
    public void A_device_without_the_newest_change_at_the_end_is_late() =>
        Assert.Contains(Check.InboxLate, Following(Entry(2), head: 2).Judge());
}
