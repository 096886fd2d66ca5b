using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Protocol;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>The feed of one room over a store in memory.</summary>
internal sealed class FeedFixture
{
    private readonly RoomFeeds _feeds;

    public FeedFixture(int ringSize = 256, TimeProvider? time = null, DeliveryMetrics? metrics = null)
    {
        _feeds = new RoomFeeds(
            Store,
            Members,
            Options.Create(new FeedOptions { RingSize = ringSize }),
            time ?? TimeProvider.System,
            NullLogger<RoomFeeds>.Instance,
            metrics);
        _feeds.SettingsChanged += SettingsChanged.Enqueue;
    }

    /// <summary>The rooms whose settings for typing or presence have changed.</summary>
    public ConcurrentQueue<string> SettingsChanged { get; } = [];

    public MemoryStore Store { get; } = new();

    public MemberRows Members { get; } = new();

    public int Count => _feeds.Count;

    public PoolDelay PoolDelay => _feeds.PoolDelay;

    public void Notify(RoomUpdate update) => Notify(new UpdateFrame(update));

    public void Notify(UpdateFrame frame) => _feeds.Notify(frame);

    /// <summary>Runs one round of the head reconciler, which runs once a second.</summary>
    public void CheckTail()
    {
        if (Store.IsAway)
            return;
        foreach (var feed in _feeds.Snapshot())
            feed.NotifyHead(Store.Epoch, Store.Head);
    }

    /// <summary>Adds a member, admitted as of now, or only released, or neither.</summary>
    public async Task<FeedHearer> HearAsync(bool released = true, string userId = "alice", bool admitted = true)
    {
        var hearer = new FeedHearer();
        hearer.Member = await _feeds.SubscribeAsync(
            MemoryStore.Room, userId, hearer.Outbound, (_, removal) => hearer.MembershipEnd = removal, CancellationToken.None);
        if (admitted)
            Assert.Equal(Admission.Admitted, hearer.Member.Feed.TryAdmit(hearer.Member, Store.Head, Store.Epoch));
        hearer.Start = hearer.Cursor = hearer.Member.Cursor;
        if (released)
            hearer.Member.Start();
        return hearer;
    }

    public void Leave(FeedHearer hearer) => _feeds.Unsubscribe(hearer.Member);
}

/// <summary>
/// A member with the real outbound queue, on a connection that can be busy. It applies updates by the client's rules, and fails
/// on a gap.
/// </summary>
internal sealed class FeedHearer
{
    private readonly BusyConnection _connection;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _revisions = [];

    public FeedHearer()
    {
        _connection = new BusyConnection(Hear);
        Outbound = new OutboundQueue(_connection, NullLogger.Instance);
    }

    public OutboundQueue Outbound { get; }

    public RoomSubscription Member { get; set; } = null!;

    public MembershipEnd? MembershipEnd { get; set; }

    public long Start { get; set; }

    public long Cursor { get; set; }

    public List<RoomUpdate> Updates { get; } = [];

    /// <summary>The epoch of the last update; null before the first.</summary>
    public string? Epoch { get; private set; }

    public string? Hole { get; private set; }

    /// <summary>Called in each write to the member, on the feed's thread.</summary>
    public Action? Writing { get; set; }

    public void BeBusy() => _connection.BeBusy();

    public void BeReady() => _connection.BeReady();

    /// <summary>
    /// Waits until the member has received everything up to a revision. Returns each message's newest revision by its sequence, and
    /// that of its reactions by the same below zero.
    /// </summary>
    public async Task<Dictionary<long, long>> ReachAsync(long revision)
    {
        await Eventually.EqualAsync(revision, () => Hole is null ? Cursor : revision, "the cursor");
        lock (_gate)
        {
            Assert.Null(Hole);
            return new(_revisions);
        }
    }

    private void Hear(RoomUpdate update)
    {
        Writing?.Invoke();
        lock (_gate)
        {
            Updates.Add(update);
            if (Epoch is not null && update.Epoch != Epoch)
            {
                // A client then joins again, and receives a reset.
                _revisions.Clear();
                Cursor = update.After;
            }
            Epoch = update.Epoch;
            if (update.After > Cursor)
                Hole = $"The cursor is at {Cursor}, the update begins after {update.After}.";
            foreach (var (key, revision) in MemoryStore.NewestOf(ChangeSet.Of(update).Between(Cursor, update.Through)))
                _revisions[key] = revision;
            Cursor = Math.Max(Cursor, update.Through);
        }
    }

    private sealed class BusyConnection(Action<RoomUpdate> hear)
        : HubConnectionContext(new DefaultConnectionContext("hearer"), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
    {
        private TaskCompletionSource? _busy;

        public void BeBusy() => Interlocked.CompareExchange(ref _busy, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

        public void BeReady() => Interlocked.Exchange(ref _busy, null)?.SetResult();

        public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
        {
            if (message.Message is UpdateMessage call)
                hear(call.Update);
            return Volatile.Read(ref _busy) is { } busy ? new(busy.Task) : default;
        }
    }
}
