using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Services.Inbox;

/// <summary>
/// Once a second at most, reads the rooms that changed for the followers that have not joined them, and sends each follower its own. The
/// database decides who is a member. Nothing is read for a client that is behind, or whose inbox is being read: its rooms stay due, and
/// it is tried again soon.
/// </summary>
internal sealed class ActivitySender : OnDemandTimerService
{
    /// <summary>The most rooms in one call to a client. More of them take more calls.</summary>
    private const int MostRooms = ChatLimits.PageSize;

    /// <summary>The pairs of users and rooms of one query. A page may be larger by the rooms of its last follower.</summary>
    private const int PairsAtOnce = 500;

    private const int HeadsAtOnce = 5_000;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    // Inboxes that other nodes changed are read once a second too. With the same interval an inbox that changes in each second would keep
    // its activity back each time.
    private static readonly TimeSpan _retryInterval = TimeSpan.FromMilliseconds(100);

    private readonly WatchedRooms _watched;
    private readonly IInboxStore _store;
    private readonly IMessageStore _rooms;
    private readonly IInboxEvents _events;
    private readonly InboxMetrics? _metrics;
    private readonly ILogger _logger;
    private readonly HashSet<InboxFollower> _refused = [];
    private long _sentAt;

    public ActivitySender(
        WatchedRooms watched,
        IInboxStore store,
        IMessageStore rooms,
        IInboxEvents events,
        TimeProvider time,
        ILogger<ActivitySender> logger,
        InboxMetrics? metrics = null)
        : base(time, logger)
    {
        (_watched, _store, _rooms, _events, _logger, _metrics) = (watched, store, rooms, events, logger, metrics);
        _sentAt = time.GetTimestamp() - time.TicksOf(_interval);
        _watched.BecameDue += Schedule;
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        var isRetry = Time.GetElapsedTime(Interlocked.Read(ref _sentAt)) < _interval;
        var due = new Queue<InboxFollower>(_refused);
        _refused.Clear();
        try
        {
            if (!isRetry)
                due = await BeginAsync(cancellationToken);
            while (TakePage(due) is { Count: > 0 } page)
                await SendAsync(page, cancellationToken);
        }
        catch (StorageUnavailableException unavailable)
        {
            InboxDeliveryLog.CannotReadActivity(_logger, unavailable);
        }
        finally
        {
            _watched.PutBack(due);
        }
        if (isRetry && _watched.HasDue)
            Schedule();
        if (_refused.Count > 0)
            DueIn(_retryInterval);
    }

    /// <summary>All followers that are due. Those that were refused are among them.</summary>
    private async Task<Queue<InboxFollower>> BeginAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _sentAt, Time.GetTimestamp());
        await CompareHeadsAsync(cancellationToken);
        _watched.Distribute();
        return new(_watched.TakeDue());
    }

    private void Schedule() => DueIn(_interval - Time.GetElapsedTime(Interlocked.Read(ref _sentAt)));

    /// <summary>Finds the rooms that changed since their last activity, if the list of changes was lost.</summary>
    private async Task CompareHeadsAsync(CancellationToken cancellationToken)
    {
        if (_watched.TakeDoubt() is not { } known)
            return;
        try
        {
            foreach (var part in known.Chunk(HeadsAtOnce))
            {
                var heads = await _rooms.ReadHeadsAsync(Array.ConvertAll(part, room => room.Room), cancellationToken);
                for (var i = 0; i < part.Length; i++)
                {
                    if (heads.Revisions[i] != part[i].Head)
                        _watched.Changed(part[i].Room, heads.Revisions[i]);
                }
            }
        }
        catch
        {
            _watched.MayHaveChanged();
            throw;
        }
    }

    private List<Part> TakePage(Queue<InboxFollower> due)
    {
        var (page, pairs) = (new List<Part>(), 0);
        while (pairs < PairsAtOnce && due.TryPeek(out var follower))
        {
            if (follower.Session.Outbound.IsWriting || follower.QuietVersion is not { } version)
            {
                Refuse(due.Dequeue());
                continue;
            }
            var rooms = _watched.Take(follower, MostRooms);
            if (rooms.Length == 0)
                due.Dequeue();
            else
                page.Add(new(follower, version, rooms));
            pairs += rooms.Length;
        }
        return page;
    }

    private void Refuse(InboxFollower follower)
    {
        _watched.PutBack([follower]);
        if (!follower.Watcher.HasLeft)
            _refused.Add(follower);
    }

    private async Task SendAsync(List<Part> page, CancellationToken cancellationToken)
    {
        // Connections of one user share what is read.
        var (pairs, places) = (new List<(string UserId, string Room)>(), new Dictionary<(string UserId, string Room), int>());
        foreach (var part in page)
        {
            foreach (var room in part.Rooms)
            {
                if (places.TryAdd((part.Follower.UserId, room.Name), pairs.Count))
                    pairs.Add((part.Follower.UserId, room.Name));
            }
        }
        InboxEntry?[] entries;
        try
        {
            entries = await _store.ReadActivityAsync(pairs, cancellationToken);
        }
        catch
        {
            foreach (var part in page)
                _watched.PutBack(part.Follower, part.Rooms);
            throw;
        }
        foreach (var part in page)
            Send(part, Array.ConvertAll(part.Rooms, room => entries[places[(part.Follower.UserId, room.Name)]]));
    }

    private void Send(Part part, InboxEntry?[] entries)
    {
        // An update of the inbox that was read later may be sent already: it must not be undone.
        if (part.Follower.QuietVersion != part.Version)
        {
            _watched.PutBack(part.Follower, part.Rooms);
            Refuse(part.Follower);
            return;
        }
        var rooms = new List<RoomActivity>(entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i] is not { Left: null } entry)
                _watched.Remove(part.Follower, part.Rooms[i].Name);
            else if (Shows(part.Follower.Session, entry.Room))
                rooms.Add(ActivityOf(entry));
        }
        if (rooms.Count == 0)
            return;
        _metrics?.Sent(rooms.Count);
        _events.InboxActivity(part.Follower.Session.ConnectionId, new InboxActivity { Rooms = [.. rooms] });
    }

    /// <summary>Whether the activity of the room is for the connection.</summary>
    public static bool Shows(ChatSession session, string room) => session.Find(room) is null && InboxService.IsPermitted(session, room);

    private static RoomActivity ActivityOf(InboxEntry entry) => new()
    {
        Room = entry.Room,
        Head = entry.Head,
        Unread = entry.Unread,
        Mentions = entry.Mentions,
        LastMessage = entry.LastMessage,
    };

    /// <summary>The rooms of one call to a client, and the version of its inbox before they were read.</summary>
    private readonly record struct Part(InboxFollower Follower, int Version, WatchedRoom[] Rooms);
}
