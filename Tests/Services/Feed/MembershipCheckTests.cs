using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Feed;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

public sealed class MembershipCheckTests
{
    private static readonly TimeSpan _round = TimeSpan.FromMilliseconds(100);

    private readonly MemoryStore _store = new();
    private readonly MemberRows _rows = new();
    private readonly FakeTimeProvider _time = new();

    /// <summary>
    /// Regression: with a short interval the check ended a member as one that had left, before the head reconciler could find
    /// that the member was kicked.
    /// </summary>
    [Fact]
    public async Task A_member_without_a_row_ends_once_the_check_has_had_its_time()
    {
        var options = Options.Create(new FeedOptions
        {
            MembershipCheckInterval = 10 * _round,
            ReconcileInterval = TimeSpan.FromSeconds(1),
        });
        var feeds = new RoomFeeds(_store, _rows, options, TimeProvider.System, NullLogger<RoomFeeds>.Instance);
        var member = await feeds.SubscribeAsync(
            MemoryStore.Room, "alice", new FeedHearer().Outbound, (_, _) => { }, CancellationToken.None);
        member.Feed.TryAdmit(member, 0, _store.Epoch);
        using var check = new MembershipCheck(feeds, _rows, options, _time, NullLogger<MembershipCheck>.Instance);
        await check.StartAsync(CancellationToken.None);
        Pass(10);
        Assert.False(member.IsEnded);

        _rows.Forget("alice");
        Pass(20);
        Assert.False(member.IsEnded);

        Pass(11);
        Assert.True(member.IsEnded);
        await check.StopAsync(CancellationToken.None);
    }

    private void Pass(int rounds)
    {
        for (var i = 0; i < rounds; i++)
            _time.Advance(_round);
    }
}
