using SignalRChat.Contracts;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>
/// A database that lost commits continues under another epoch. Every member receives a reset, and no member receives changes of
/// the lost history.
/// </summary>
public sealed class RoomEpochTests
{
    private readonly FeedFixture _feed = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Members_live_and_behind_are_sent_the_epoch_and_then_what_follows_in_it(bool byHeadReconciler)
    {
        var (live, behind) = (await _feed.HearAsync(), await _feed.HearAsync(userId: "bob"));
        await PostAsync(3, live);
        behind.BeBusy();
        await PostAsync(2, live);
        await LoseAsync(after: 2);

        if (byHeadReconciler)
            _feed.CheckTail();
        else
            _feed.Notify(_feed.Store.Post());
        behind.BeReady();
        foreach (var member in (FeedHearer[])[live, behind])
            await Eventually.EqualAsync(_feed.Store.Epoch, () => member.Epoch, "the epoch");
        _feed.Notify(_feed.Store.Post());

        foreach (var member in (FeedHearer[])[live, behind])
        {
            Assert.Equal([_feed.Store.Head], (await AfterReconcilingAsync(member, _feed.Store.Head)).Keys);
            Assert.All(
                member.Updates.SkipWhile(update => update.Epoch != _feed.Store.Epoch),
                update => Assert.Equal(_feed.Store.Epoch, update.Epoch));
        }
    }

    [Fact]
    public async Task The_settings_of_a_feed_are_the_newest_of_the_epoch()
    {
        var member = await _feed.HearAsync();
        var feed = member.Member.Feed;
        Assert.Null(feed.Ephemeral);
        feed.Learn(new(HasTyping: false, IsForModerators: false, RoomPresence.Off, Revision: 0), "another epoch");
        feed.Learn(new(HasTyping: false, IsForModerators: false, RoomPresence.Count, Revision: 0), _feed.Store.Epoch);
        Assert.Equal(new(HasTyping: false, IsForModerators: false, RoomPresence.Count, Revision: 0), feed.Ephemeral);

        _feed.Notify(_feed.Store.Commit([0, -4]));
        await member.ReachAsync(2);
        await Eventually.EqualAsync("lobby", () => string.Concat(_feed.SettingsChanged), "the room whose settings changed");
        feed.Learn(new(HasTyping: false, IsForModerators: false, RoomPresence.Off, Revision: 1), _feed.Store.Epoch);
        Assert.Equal(EphemeralSettings.Of(new RoomInfo { Revision = 2 }), feed.Ephemeral);
        Assert.False(EphemeralSettings.Of(new RoomInfo { ArchivedAt = 1 }).HasTyping);

        await LoseAsync(after: 0);
        _feed.CheckTail();
        await Eventually.EqualAsync(_feed.Store.Epoch, () => member.Epoch, "the epoch");
        feed.Learn(new(HasTyping: false, IsForModerators: false, RoomPresence.Off, Revision: 0), _feed.Store.Epoch);
        Assert.Equal(RoomPresence.Off, feed.Ephemeral?.Presence);
    }

    [Fact]
    public async Task A_member_whose_membership_was_lost_hears_nothing_until_its_user_has_joined_again()
    {
        var (alice, bob) = (await _feed.HearAsync(), await _feed.HearAsync(userId: "bob"));
        await PostAsync(3, alice, bob);
        _feed.Members.Forget("bob");
        await LoseAsync(after: 1);
        _feed.CheckTail();
        await Eventually.EqualAsync(_feed.Store.Epoch, () => bob.Epoch, "bob's epoch");

        _feed.Notify(_feed.Store.Post());
        await alice.ReachAsync(2);
        Assert.Null(bob.Member.Feed.TryReadRing(bob.Member, 0, 10));
        Assert.Equal(1, bob.Cursor);

        Assert.Equal(Admission.Admitted, bob.Member.Feed.TryAdmit(bob.Member, 2, _feed.Store.Epoch));
        await bob.ReachAsync(2);
    }

    [Fact]
    public async Task A_membership_that_was_read_before_the_epoch_began_is_asked_for_again()
    {
        var bob = await _feed.HearAsync(userId: "bob", admitted: false, released: false);
        var before = _feed.Store.Epoch;
        await LoseAsync(after: 0);
        _feed.CheckTail();
        await Eventually.EqualAsync(_feed.Store.Epoch, () => bob.Member.Feed.Epoch, "the feed's epoch");

        Assert.Equal(Admission.AskAgain, bob.Member.Feed.TryAdmit(bob.Member, 14, before));
    }

    /// <summary>Its number is below the one at which the member was admitted in the previous epoch.</summary>
    [Fact]
    public async Task A_removal_in_the_new_epoch_ends_a_member_of_the_old_one()
    {
        var (alice, bob) = (await _feed.HearAsync(), await _feed.HearAsync(userId: "bob", admitted: false, released: false));
        await PostAsync(9, alice);
        Assert.Equal(Admission.Admitted, bob.Member.Feed.TryAdmit(bob.Member, 9, _feed.Store.Epoch));
        bob.Member.Start();
        await LoseAsync(after: 1);
        _feed.CheckTail();
        await Eventually.EqualAsync(_feed.Store.Epoch, () => alice.Epoch, "the epoch");

        _feed.Notify(_feed.Store.Remove("bob"));
        _feed.Notify(_feed.Store.Post());

        await alice.ReachAsync(3);
        Assert.Equal(2, bob.MembershipEnd?.Revision);
    }

    [Fact]
    public async Task The_reconciler_begins_the_epoch_if_the_database_could_not_be_read()
    {
        var alice = await _feed.HearAsync();
        await PostAsync(3, alice);
        await LoseAsync(after: 1);
        _feed.Store.IsAway = true;
        _feed.Notify(_feed.Store.Post());
        await Eventually.TrueAsync(() => _feed.Store.HeadReads > 1 && alice.Member.Feed.IsAtRest, "the feed has tried");

        _feed.Store.IsAway = false;
        _feed.CheckTail();

        await Eventually.EqualAsync(_feed.Store.Epoch, () => alice.Epoch, "the epoch");
        Assert.Empty(await alice.ReachAsync(2));
    }

    [Fact]
    public async Task An_epoch_that_begins_while_the_feed_starts_leaves_no_hole_in_its_memory()
    {
        var feed = new FeedFixture(ringSize: 4);
        feed.Store.Commit(new int[20]);
        feed.Store.AfterHeads = () =>
        {
            Lose(feed.Store, after: 14);
            feed.Store.Commit(new int[4]);
        };

        var alice = await feed.HearAsync();

        // Only the database has 15 and 16.
        Assert.Null(alice.Member.Feed.TryReadRing(alice.Member, 14, 10));
        Assert.Equal([17, 18], alice.Member.Feed.TryReadRing(alice.Member, 16, 10)!.Value.Messages.Select(message => message.Revision));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Change_notifications_of_both_epochs_do_not_mix_while_the_feed_starts(bool oldFirst)
    {
        _feed.Store.Commit(new int[5]);
        _feed.Store.AfterHeads = () =>
        {
            _feed.Store.Commit([0, 0]);
            var old = _feed.Store.Post();
            Lose(_feed.Store, after: 5);
            var next = _feed.Store.Post();
            RoomUpdate[] notified = oldFirst ? [old, next] : [next, old];
            foreach (var update in notified)
                _feed.Notify(update);
        };
        var alice = await _feed.HearAsync();

        // It leads up to the notification of the previous epoch, which has revision 8.
        _feed.Notify(_feed.Store.Post());

        await alice.ReachAsync(7);
        await Eventually.TrueAsync(() => alice.Member.Feed.IsAtRest, "the feed rests");
        Assert.Equal(7, alice.Member.Feed.Position);
    }

    private async Task PostAsync(int count, params FeedHearer[] hearers)
    {
        for (var i = 0; i < count; i++)
            _feed.Notify(_feed.Store.Post());
        foreach (var hearer in hearers)
            await hearer.ReachAsync(_feed.Store.Head);
    }

    private Task LoseAsync(long after)
    {
        Lose(_feed.Store, after);
        return Task.CompletedTask;
    }

    private static void Lose(MemoryStore store, long after)
    {
        store.Lose(after);
        // The work is done when the call returns.
        _ = store.BeginEpochAsync(store.Epoch, CancellationToken.None);
    }

    private async Task<Dictionary<long, long>> AfterReconcilingAsync(FeedHearer hearer, long revision)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _feed.CheckTail();
                return hearer.Cursor == revision;
            },
            "the member has everything");
        return await hearer.ReachAsync(revision);
    }
}
