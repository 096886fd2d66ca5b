using Microsoft.Extensions.Options;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Inbox;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Inbox;

public sealed class ReadCursorQueueTests
{
    private readonly HeldInboxStore _store = new();
    private readonly Told _told = new();
    private readonly ReadCursorQueue _queue;

    public ReadCursorQueueTests() =>
        _queue = new(_store, _told, Options.Create(new CommitOptions { QueueCapacity = 3, MaxBatch = 2 }));

    [Fact]
    public async Task While_one_batch_is_stored_the_newest_place_of_each_waits_and_no_more_than_may()
    {
        var first = _queue.MarkAsync(new("a", "alice", 1));
        var held = await _store.NextAsync();
        Task<ReadMark>[] waiting =
        [
            _queue.MarkAsync(new("a", "alice", 7)), _queue.MarkAsync(new("a", "alice", 5)), _queue.MarkAsync(new("a", "bob", 2)),
            _queue.MarkAsync(new("b", "alice", 3)),
        ];
        var full = await Assert.ThrowsAsync<ChatRefusedException>(() => _queue.MarkAsync(new("c", "alice", 1)));
        Assert.Equal(ChatErrorCodes.Busy, full.Code);

        held.Store();
        Assert.Equal(1, (await first).ReadThrough);
        var second = await _store.NextAsync();
        Assert.Equal([new("a", "alice", 7), new("a", "bob", 2)], second.Requests);
        second.Store();
        var third = await _store.NextAsync();
        Assert.Equal([new("b", "alice", 3)], third.Requests);
        third.Store();

        Assert.Equal([7, 7, 2, 3], (await Task.WhenAll(waiting).WaitAsync(Eventually.Deadline)).Select(mark => mark.ReadThrough));
        Assert.Equal(["alice", "alice,bob", "alice"], _told.Users);
        var later = _queue.MarkAsync(new("c", "alice", 1));
        (await _store.NextAsync()).Store();
        Assert.Equal(1, (await later.WaitAsync(Eventually.Deadline)).ReadThrough);
    }

    [Fact]
    public async Task One_that_hits_a_defect_fails_no_other_and_an_outage_fails_all_at_once()
    {
        var first = _queue.MarkAsync(new("a", "alice", 1));
        var held = await _store.NextAsync();
        var (bad, good) = (_queue.MarkAsync(new("bad", "alice", 1)), _queue.MarkAsync(new("good", "alice", 1)));
        held.Fail(new StorageUnavailableException("away", new IOException()));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => first);

        (await _store.NextAsync()).Fail(new InvalidOperationException("a defect"));
        (await _store.NextAsync()).Fail(new InvalidOperationException("a defect"));
        (await _store.NextAsync()).Store();

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(1, (await good.WaitAsync(Eventually.Deadline)).ReadThrough);
    }

    /// <summary>Regression: while a hung session held the inbox of one user, no user of the node could mark a room as read.</summary>
    [Fact]
    public async Task A_held_inbox_fails_only_its_own_user()
    {
        var first = _queue.MarkAsync(new("a", "alice", 1));
        var before = await _store.NextAsync();
        var (bob, carol) = (_queue.MarkAsync(new("a", "bob", 1)), _queue.MarkAsync(new("a", "carol", 1)));
        before.Store();
        await first;

        (await _store.NextAsync()).Fail(Held());
        (await _store.NextAsync()).Fail(Held());
        (await _store.NextAsync()).Store();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => bob);
        Assert.Equal(1, (await carol.WaitAsync(Eventually.Deadline)).ReadThrough);

        static StorageUnavailableException Held() => new("held", new IOException()) { IsHeld = true };
    }

    /// <summary>The inboxes that the queue announces.</summary>
    private sealed class Told : ICommittedUpdates
    {
        public List<string> Users { get; } = [];

        public void Notify(UpdateFrame frame) => throw new NotSupportedException();

        public void NotifyInboxes(IReadOnlyCollection<string> userIds) => Users.Add(string.Join(',', userIds));
    }
}
