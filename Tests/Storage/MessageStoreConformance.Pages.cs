using SignalRChat.Contracts;
namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    /// <summary>The store's page size, small enough to test all its edges.</summary>
    private const int Limit = 5;

    [Theory]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(1, 0, 1, 1, false)]
    [InlineData(Limit, 0, Limit, Limit, false)]
    [InlineData(Limit + 1, 0, Limit, Limit, true)]
    [InlineData(Limit + 1, 1, Limit, Limit + 1, false)]
    [InlineData(Limit + 1, Limit, 1, Limit + 1, false)]
    [InlineData(Limit + 1, Limit + 1, 0, Limit + 1, false)]
    [InlineData(Limit + 1, 99, 0, Limit + 1, false)]
    [InlineData(2 * Limit, Limit, Limit, 2 * Limit, false)]
    public async Task Updates_come_in_pages(int stored, long after, int count, long through, bool hasMore)
    {
        await FilledAsync(stored);

        var page = await UpdatesAsync(after, Limit);

        Assert.Equal((count, through, (long)stored, hasMore), (page.Messages.Length, page.Through, page.Head, page.HasMore));
        Assert.Equal(Enumerable.Range(0, count).Select(index => after + 1 + index), page.Messages.Select(message => message.Revision));
        Assert.Equivalent(page, await Messages.ReadUpdatesAsync(Lobby, "alice", after, Limit, Cancel), strict: true);
    }

    [Theory]
    [InlineData(0, null, 0, 0, false)]
    [InlineData(1, null, 1, 1, false)]
    [InlineData(Limit, null, 1, Limit, false)]
    [InlineData(Limit + 1, null, 2, Limit, true)]
    [InlineData(Limit + 1, 2L, 1, 1, false)]
    [InlineData(Limit + 1, 1L, 0, 0, false)]
    [InlineData(Limit + 1, 0L, 0, 0, false)]
    [InlineData(Limit + 1, 99L, 2, Limit, true)]
    [InlineData(2 * Limit + 1, 2L * Limit + 1, Limit + 1, Limit, true)]
    public async Task History_comes_in_pages_the_newest_first(int stored, long? before, int first, int count, bool hasMore)
    {
        await FilledAsync(stored);

        var page = await HistoryAsync(before, Limit);

        Assert.Equal((count, hasMore, (long)stored), (page.Messages.Length, page.HasMore, page.Head));
        Assert.Equal(Enumerable.Range(first, count).Select(place => (long)place), page.Messages.Select(message => message.Sequence));
    }

    [Fact]
    public async Task Updates_and_history_are_for_members()
    {
        await FilledAsync(1);

        Assert.Null(await Messages.ReadUpdatesAsync(Lobby, "mallory", 0, Limit, Cancel));
        Assert.Null(await Messages.ReadHistoryAsync(Lobby, "mallory", null, Limit, Cancel));
        Assert.Null(await Messages.ReadUpdatesAsync("nowhere", "alice", 0, Limit, Cancel));
        await CommitAsync(Leave("alice"));
        Assert.Null(await Messages.ReadUpdatesAsync(Lobby, "alice", 0, Limit, Cancel));
        Assert.Null(await Messages.ReadHistoryAsync(Lobby, "alice", null, Limit, Cancel));
    }

    [Fact]
    public async Task A_page_can_end_in_a_hole_that_an_edit_left()
    {
        var ids = await FilledAsync(Limit + 1);
        await CommitAsync(Edit("alice", ids[Limit], "edited"));

        var page = await UpdatesAsync(0, Limit);
        var rest = await UpdatesAsync(page.Through, Limit);

        Assert.Equal((Limit, true), (page.Through, page.HasMore));
        Assert.Equal(Limit + 2, Assert.Single(rest.Messages).Revision);
        Assert.False(rest.HasMore);
    }

    [Fact]
    public async Task Ten_thousand_messages_are_read_in_pages_both_ways()
    {
        const int Count = 10_000;
        const int PageSize = 200;
        var ids = await FilledAsync(Count);

        var forward = new List<string>();
        for (var page = await UpdatesAsync(0, PageSize); ; page = await UpdatesAsync(page.Through, PageSize))
        {
            forward.AddRange(page.Messages.Select(message => message.MessageId));
            if (!page.HasMore)
                break;
        }

        var backward = new List<string>();
        for (var page = await HistoryAsync(null, PageSize); ; page = await HistoryAsync(page.Messages[0].Sequence, PageSize))
        {
            backward.InsertRange(0, page.Messages.Select(message => message.MessageId));
            if (!page.HasMore)
                break;
        }

        Assert.Equal(ids, forward);
        Assert.Equal(ids, backward);
    }

    [Fact]
    public async Task Heads_come_by_the_index_of_the_room_however_many()
    {
        await FilledAsync(3, room: "three");
        await FilledAsync(1, room: "one");
        await CommitAsync(Join("alice", "empty"));
        string[] rooms = [.. Enumerable.Range(0, 2_000).Select(index => $"unknown-{index}")];
        (rooms[7], rooms[8], rooms[1_999], rooms[1_000]) = ("three", "one", "three", "empty");

        var heads = await Messages.ReadHeadsAsync(rooms, Cancel);

        var expected = new long[rooms.Length];
        (expected[7], expected[8], expected[1_999]) = (3, 1, 3);
        Assert.Equal(expected, heads.Revisions);
        Assert.Empty((await Messages.ReadHeadsAsync([], Cancel)).Revisions);
    }

    [Fact]
    public async Task Another_epoch_begins_once_and_everything_read_and_stored_after_it_belongs_to_it()
    {
        await FilledAsync(2);
        var before = await EpochAsync();

        await Task.WhenAll(Messages.BeginEpochAsync(before, Cancel), Messages.BeginEpochAsync(before, Cancel));
        var after = await EpochAsync();
        await Messages.BeginEpochAsync(before, Cancel);

        Assert.NotEqual(before, after);
        Assert.Equal((after, after), (await EpochAsync(), (await UpdatesAsync()).Epoch));
        Assert.Equal(after, (await HistoryAsync(null, 1)).Epoch);
        Assert.Equal(after, (await Messages.ReadUpdatesAsync(Lobby, "alice", 0, 10, Cancel))!.Value.Epoch);
        Assert.Equal(after, Assert.Single((await CommitAsync([Post("alice", NewId())])).Updates).Epoch);
        Assert.Equal(after, Assert.Single((await CommitAsync([Post("alice", NewId()), Leave("alice")])).Updates).Epoch);
        Assert.Null((await UpdatesAsync(room: "nowhere")).Epoch);
    }

    /// <summary>
    /// The numbers of another epoch do not show whether it was earlier or later. Regression: a user who was removed after a
    /// failover rejoined automatically, with a cursor of the previous epoch.
    /// </summary>
    [Fact]
    public async Task A_cursor_of_another_epoch_restores_no_ended_membership()
    {
        await FilledAsync(1);
        await CommitAsync(Join("bob"), Kick("alice", "bob"));
        var epoch = await EpochAsync();

        Assert.Equal(ChatErrorCodes.NotAMember, (await CommitAsync(Join("bob") with { After = 15, Epoch = "another" })).RefusalCode);
        Assert.Null((await CommitAsync(Join("bob") with { After = 15, Epoch = epoch })).RefusalCode);
        // A user who lost the membership with the newest commits, and never left.
        Assert.Null((await CommitAsync(Join("carol") with { After = 15, Epoch = "another" })).RefusalCode);
    }

    [Fact]
    public async Task The_epoch_stays_the_same()
    {
        var epoch = await EpochAsync();
        await FilledAsync(1);
        await Messages.MigrateAsync(Cancel);

        Assert.NotEmpty(epoch);
        Assert.Equal(epoch, await EpochAsync());
        Assert.Equal(1, await HeadAsync());
    }
}
