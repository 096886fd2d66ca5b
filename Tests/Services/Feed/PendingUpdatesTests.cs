using CsCheck;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

public sealed class PendingUpdatesTests
{
    private const int NoLimit = int.MaxValue;

    [Fact]
    public void What_follows_is_merged_and_what_does_not_is_kept()
    {
        var store = new MemoryStore();
        var (first, second, third) = (store.Post(), store.Post(), store.Post());
        var pending = new PendingUpdates();

        pending.Add(new UpdateFrame(third), 0);
        Assert.Null(pending.TakeNext(0, NoLimit));
        Assert.True(pending.IsAhead(0));
        pending.Add(new UpdateFrame(second), 0);
        pending.Add(new UpdateFrame(first), 0);
        var taken = pending.TakeNext(0, NoLimit)?.Update;

        Assert.Equal((0, 3, 3), (taken!.After, taken.Through, taken.Messages.Length));
        Assert.Null(pending.TakeNext(3, NoLimit));
        Assert.False(pending.IsAhead(3));
    }

    [Fact]
    public void Updates_that_are_merged_keep_the_commits_of_each()
    {
        var store = new MemoryStore();
        var pending = new PendingUpdates();
        var (local, remote) = (new CommitOrigin(1, CommitPath.Local), new CommitOrigin(2, CommitPath.Backplane));
        pending.Add(new UpdateFrame(store.Post()) { Commits = [local] }, 0);
        pending.Add(new UpdateFrame(store.Post()) { Commits = [remote] }, 0);

        Assert.Equal([local, remote], pending.TakeNext(0, NoLimit)!.Commits);
    }

    [Fact]
    public void A_message_that_changed_again_is_there_once_with_its_newest_state()
    {
        var store = new MemoryStore();
        var pending = new PendingUpdates();
        pending.Add(new UpdateFrame(store.Post()), 0);
        pending.Add(new UpdateFrame(store.Commit([1])), 0);

        var message = Assert.Single(pending.TakeNext(0, NoLimit)!.Update.Messages);

        Assert.Equal((1, 2), (message.Sequence, message.Revision));
    }

    /// <summary>
    /// Regression: of two overlapping notifications, the second removed the first one's messages, and then omitted its own
    /// because they were not newer.
    /// </summary>
    [Fact]
    public void Change_notifications_that_overlap_lose_nothing()
    {
        var store = new MemoryStore();
        var whole = store.Commit([0, 0, 0]);
        var more = store.Commit([0]);
        var overlapping = more with { After = 1, Messages = [.. whole.Messages[1..], .. more.Messages] };
        var pending = new PendingUpdates();

        pending.Add(new UpdateFrame(whole), 0);
        pending.Add(new UpdateFrame(overlapping), 0);

        Assert.Equal([1, 2, 3, 4], pending.TakeNext(0, NoLimit)!.Update.Messages.Select(message => message.Sequence));
    }

    [Fact]
    public void A_merged_update_ends_about_at_the_limit()
    {
        var store = new MemoryStore();
        var pending = new PendingUpdates();
        for (var i = 0; i < 10; i++)
            pending.Add(new UpdateFrame(store.Commit([0, 0, 0])), 0);

        var taken = pending.TakeNext(0, limit: 5)?.Update;

        Assert.Equal((0, 6, 6), (taken!.After, taken.Through, taken.Messages.Length));
        Assert.Equal(12, pending.TakeNext(6, limit: 5)!.Update.Through);
    }

    [Fact]
    public void Too_many_that_cannot_be_used_are_forgotten_but_not_how_far_the_room_has_come()
    {
        var store = new MemoryStore();
        var pending = new PendingUpdates();
        store.Post();
        for (var i = 0; i < 1_000; i++)
            pending.Add(new UpdateFrame(store.Post()), 0);

        Assert.Null(pending.TakeNext(0, NoLimit));
        Assert.True(pending.IsAhead(1_000));
        Assert.False(pending.IsAhead(1_001));
    }

    [Fact]
    public void In_any_order_and_number_the_updates_of_all_batches_give_all_changes() =>
        Gen.Select(Gen.Int[-4, 12].Array[1, 4].Array[1, 20], Gen.Int[0, 19].Array[1, 60], Gen.Int[1, 8]).Sample((batches, order, limit) =>
        {
            var store = new MemoryStore();
            var updates = Array.ConvertAll(batches, batch => store.Commit(batch));
            var pending = new PendingUpdates();
            foreach (var update in order.Select(i => updates[i % updates.Length]).Concat(updates.Reverse()))
                pending.Add(new UpdateFrame(update), 0);

            var newest = new Dictionary<long, long>();
            long position = 0;
            while (pending.TakeNext(position, limit)?.Update is { } next)
            {
                Assert.Equal(position, next.After);
                foreach (var (key, revision) in MemoryStore.NewestOf(ChangeSet.Of(next)))
                    newest[key] = revision;
                position = next.Through;
            }

            Assert.Equal(store.Head, position);
            Assert.Equal(store.Newest(after: 0), newest);
        });
}
