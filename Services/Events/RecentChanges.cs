using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Events;

/// <summary>
/// The rooms that changed lately, in the order in which this node learned of it: of its own commits at once, and of those of other nodes
/// from the database, as often as <see cref="HeadReconciler"/>. It follows them only while a backend asks for the events of all rooms.
/// </summary>
internal sealed class RecentChanges(
    RoomFeeds feeds, IMessageStore store, IOptions<FeedOptions> options, TimeProvider time, ILogger<RecentChanges> logger)
    : OnDemandTimerService(time, logger)
{
    /// <summary>The most rooms that it remembers, about 15 MB.</summary>
    private const int Capacity = 65_536;

    /// <summary>Longer than a long poll.</summary>
    private static readonly TimeSpan _restsAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly LinkedList<RoomChange> _inOrder = [];
    private readonly Dictionary<string, LinkedListNode<RoomChange>> _byRoom = [];
    private TaskCompletionSource? _next;
    private long _newest;
    private long _forgotten;
    private long _askedAt;
    private volatile bool _isOn;
    private string? _place;
    private string? _epoch;

    /// <summary>The number of the newest change.</summary>
    public long Newest
    {
        get
        {
            lock (_gate)
                return _newest;
        }
    }

    /// <summary>Completes when a room changes after this call.</summary>
    public Task Next
    {
        get
        {
            // Asynchronous: a waiting request must not run on the thread that commits.
            lock (_gate)
                return (_next ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// Begins to follow the changes, unless it does already. A change that is committed later has a number after <see cref="Newest"/>.
    /// </summary>
    public async ValueTask FollowAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _askedAt, Time.GetTimestamp());
        if (_isOn)
            return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_isOn)
                await BeginAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// The rooms that changed after a number, each once, by the number of its newest change, at most <paramref name="most"/>. Null if any
    /// room may have changed.
    /// </summary>
    public List<RoomChange>? Since(long number, int most)
    {
        lock (_gate)
        {
            if (number < _forgotten)
                return null;
            var node = _inOrder.Last;
            while (node?.Previous?.Value.Number > number)
                node = node.Previous;
            var changes = new List<RoomChange>();
            for (; node is not null && changes.Count < most; node = node.Next)
            {
                if (node.Value.Number > number)
                    changes.Add(node.Value);
            }
            return changes;
        }
    }

    public override void Dispose()
    {
        feeds.Changed -= Note;
        base.Dispose();
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Time.GetElapsedTime(Interlocked.Read(ref _askedAt)) >= _restsAfter)
            {
                Rest();
                return;
            }
            // Also if this round fails.
            DueIn(options.Value.ReconcileInterval);
            await ReadAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _place = null;
        // Before the read, so that no change is between the two.
        feeds.Changed += Note;
        try
        {
            await ReadAsync(cancellationToken);
        }
        catch
        {
            feeds.Changed -= Note;
            throw;
        }
        Forget();
        _isOn = true;
        DueIn(options.Value.ReconcileInterval);
    }

    private void Rest()
    {
        _isOn = false;
        feeds.Changed -= Note;
        Forget();
    }

    /// <summary>A store that does not know what changed has one node, whose commits are all.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var place = _place;
        // If this read fails, any room may have changed at the next one.
        _place = null;
        if (await store.ReadChangesAsync(place, cancellationToken) is not { } changes)
            return;
        if (changes.Rooms is { } rooms && changes.Epoch == _epoch)
        {
            foreach (var room in rooms)
                Note(room);
        }
        else
        {
            Forget();
        }
        (_place, _epoch) = (changes.Place, changes.Epoch);
    }

    private void Note(string room)
    {
        lock (_gate)
        {
            if (_byRoom.TryGetValue(room, out var node))
                _inOrder.Remove(node);
            else
                _byRoom.Add(room, node = new(default));
            node.Value = new(room, ++_newest);
            _inOrder.AddLast(node);
            if (_byRoom.Count > Capacity)
                ForgetOldest();
            Wake();
        }
    }

    private void ForgetOldest()
    {
        var oldest = _inOrder.First!;
        _forgotten = oldest.Value.Number;
        _byRoom.Remove(oldest.Value.Room);
        _inOrder.Remove(oldest);
    }

    private void Forget()
    {
        lock (_gate)
        {
            _inOrder.Clear();
            _byRoom.Clear();
            _forgotten = ++_newest;
            Wake();
        }
    }

    private void Wake()
    {
        _next?.TrySetResult();
        _next = null;
    }
}

/// <summary>A room, and the number of its newest change on this node.</summary>
internal readonly record struct RoomChange(string Room, long Number);
