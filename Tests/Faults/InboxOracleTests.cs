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
        var story = new Story { Inbox = new("reader", head, [stored]) }.Joins("reader");
        return Both(Both(story, new Opened(1)), Heard(InboxBy.Reset, 0, 1, Entry(1)));
    }

    private static Story Both(Story story, HistoryRecord record) => story.Add("desk", record).Add("phone", record);

    /// <summary>Alice posts it, and both members of the room receive it.</summary>
    private static Story Says(Story story, string text, long place) =>
        story.Posts("alice", text, place).Stores(text, place).BothHear(place - 1, Story.Message(text, place));

    /// <summary>Two messages were posted, and both devices show them as unread.</summary>
    private static Story Talking(RecordedEntry stored, long head) =>
        Both(Says(Says(Following(stored, head), "one", 1), "two", 2), Active(unread: 2, head: 2));

    private static InboxActive Active(long unread, long head) => new(1, [Entry(0, unread, head: head)]);

    private static Story Ends(Story story) => story.Later(5).Add("alice", new Present("elsewhere", []));

    [Fact]
    public void Counts_that_differ_from_the_stored_messages_are_wrong()
    {
        static Story Counts(long unread, long head) =>
            Talking(Entry(1, unread: 2), head: 1).Add("phone", Active(unread, head));
        Assert.Empty(Counts(unread: 2, head: 2).Judge());
        Assert.Equal([Check.UnreadWrong], Counts(unread: 1, head: 2).Judge());
        // An older count that arrives later changes nothing.
        Assert.Empty(Counts(unread: 1, head: 1).Judge());
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void A_wrong_count_that_a_later_one_repairs_is_wrong(long unread, bool isFound)
    {
        Check[] found = isFound ? [Check.UnreadWrong] : [];
        var activity = Both(Talking(Entry(1, unread: 2), head: 1), Active(unread, head: 2));
        Assert.Equal(found, Both(activity, Active(unread: 2, head: 2)).Judge());
        var stored = Entry(3, unread: 2, head: 2);
        var update = Both(Talking(stored, head: 3), Heard(InboxBy.Update, 1, 2, Entry(2, unread, head: 2)));
        Assert.Equal(found, Both(update, Heard(InboxBy.Update, 2, 3, stored)).Judge());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(null, true)]
    public void An_activity_may_count_from_a_mark_whose_entry_is_on_its_way(int? asked, bool isFound)
    {
        var read = Entry(2, unread: 1, readThrough: 1, head: 2);
        var story = Talking(read, head: 2);
        if (asked is { } place)
            story.Add("desk", new MarkingRead("epoch", Room, place));
        Both(story, Active(unread: 1, head: 2));
        Assert.Equal(isFound ? [Check.UnreadWrong] : [], Both(story, Heard(InboxBy.Update, 1, 2, read)).Judge());
    }

    [Fact]
    public void An_activity_may_count_from_where_the_user_was_added_again()
    {
        static Story Returns(long unread)
        {
            var back = Entry(3, unread: 1, readThrough: 2, head: 3);
            var story = Talking(back, head: 3).Makes("alice", OpKind.Kick, "", "reader", 2).Makes("alice", OpKind.Add, "", "reader", 2);
            return Both(Both(Says(story, "three", 3), Active(unread, head: 3)), Heard(InboxBy.Update, 1, 3, back));
        }
        Assert.Empty(Returns(unread: 1).Judge());
        Assert.Equal([Check.UnreadWrong], Returns(unread: 2).Judge());
    }

    [Fact]
    public void Counts_of_an_earlier_epoch_may_be_of_messages_that_are_lost()
    {
        var story = new Story { Inbox = new("reader", 1, [Entry(1)]) }.Joins("reader");
        Both(Both(story, new Opened(1)), Heard(InboxBy.Reset, 0, 5, Entry(5, unread: 9, head: 9)) with { Epoch = "before" });
        Both(story, new InboxActive(1, [Entry(0, unread: 10, head: 10)]));
        Assert.Empty(Both(story, Heard(InboxBy.Reset, 0, 1, Entry(1))).Judge());
    }

    [Fact]
    public void A_room_that_is_not_shown_is_wrong_and_one_that_was_left_is_not()
    {
        static Story Leaves() => Both(Following(Entry(1), head: 2), Heard(InboxBy.Update, 1, 2, Entry(2) with { IsLeft = true }));
        Assert.Contains(Check.UnreadWrong, Leaves().Judge());
        var left = Leaves();
        left.Inbox = new("reader", 2, []);
        Assert.Empty(left.Judge());
    }

    [Fact]
    public void A_room_that_was_left_and_is_still_shown_is_wrong()
    {
        var story = Following(Entry(1), head: 2);
        story.Inbox = new("reader", 2, []);
        Assert.Equal([Check.UnreadWrong], Both(story, Heard(InboxBy.Update, 1, 2)).Judge());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_that_returns_and_has_to_start_over_is_a_gap(bool isReset)
    {
        var story = Following(Entry(1), head: 1).Add("phone", new Closed(1, null, null)).Add("phone", new Opened(2));
        story.Add("phone", isReset ? Heard(InboxBy.Reset, 0, 1, Entry(1)) : Heard(InboxBy.Page, 1, 1));
        Assert.Equal(isReset ? [Check.InboxGap] : [], story.Judge());
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
        Assert.Equal(isFound ? [Check.InboxLate] : [], Ends(story.Add("phone", Heard(InboxBy.Update, 1, 2, read))).Judge());
    }

    [Theory]
    [InlineData(0.5, null, false)]
    [InlineData(4, null, true)]
    [InlineData(4, "redis-killed", true)]
    [InlineData(4, "node-killed", false)]
    public void A_room_that_a_device_shows_long_after_a_removal_is_late(double seconds, string? fault, bool isFound)
    {
        var (story, left) = (Following(Entry(1), head: 2), Heard(InboxBy.Update, 1, 2, Entry(2) with { IsLeft = true }));
        story.Inbox = new("reader", 2, []);
        if (fault is not null)
            story.Add("", new FaultBegan(1, fault, ""));
        story.Makes("alice", OpKind.Kick, "", "reader", 0).Add("desk", left).Later(seconds);
        Assert.Equal(isFound ? [Check.InboxLate] : [], Ends(story.Add("phone", left)).Judge());
    }

    [Theory]
    [InlineData(2, null, false)]
    [InlineData(4, null, true)]
    [InlineData(4, "redis-killed", true)]
    [InlineData(4, "node-killed", false)]
    public void A_message_whose_activity_takes_long_is_late(double seconds, string? fault, bool isFound)
    {
        var story = Following(Entry(1, unread: 1), head: 1);
        if (fault is not null)
            story.Add("", new FaultBegan(1, fault, ""));
        Says(story, "one", 1).Add("desk", Active(unread: 1, head: 1)).Later(seconds);
        Assert.Equal(isFound ? [Check.InboxLate] : [], Ends(story.Add("phone", Active(unread: 1, head: 1))).Judge());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void A_device_that_receives_more_of_a_room_than_its_removed_user_may_is_an_intruder(long head, bool isFound)
    {
        var story = Says(Following(Entry(1), head: 2), "one", 1).Makes("alice", OpKind.Kick, "", "reader", 1);
        story.Inbox = new("reader", 2, []);
        Says(story, "two", 2).Add("phone", Active(unread: head, head));
        Both(story, Heard(InboxBy.Update, 1, 2, Entry(2) with { IsLeft = true }));
        Assert.Equal(isFound ? [Check.Intruder] : [], story.Judge());
    }

    [Fact]
    public void A_device_that_receives_a_room_that_its_user_never_entered_is_an_intruder() => Assert.Equal(
        [Check.Intruder],
        Following(Entry(1), head: 1).Add("phone", new InboxActive(1, [new RecordedEntry("vault", 0, 5, 0, 0, 0)])).Judge());

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
