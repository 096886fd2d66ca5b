using System.Text.Json;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// One device of a user: it follows the inbox, joins no room, and marks rooms as read. It keeps its cursor over connections, and one that
/// is often away ends them itself.
/// </summary>
internal sealed class InboxDevice : IAsyncDisposable
{
    private static readonly TimeSpan _backoff = TimeSpan.FromMilliseconds(600);

    private readonly ClientPlan _plan;
    private readonly Uri _door;
    private readonly Func<string> _token;
    private readonly TimeSpan? _staysFor;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly InboxReading _reading = new();
    private readonly Dictionary<string, long> _marked = [];
    private readonly List<InboxUpdate> _early = [];
    private readonly Task _run;
    private volatile RawLink? _open;
    private volatile string? _ending;
    private bool _isPaging;
    private int _connection;

    /// <param name="plan">The device's name, and the rooms of its user, which it enters once.</param>
    /// <param name="door">The route to the nodes.</param>
    /// <param name="token">Makes a token of the user.</param>
    /// <param name="staysFor">The mean time after which it ends a connection; null if it stays connected.</param>
    public InboxDevice(ClientPlan plan, Uri door, Func<string> token, TimeSpan? staysFor)
    {
        (_plan, _door, _token, _staysFor) = (plan, door, token, staysFor);
        _run = RunAsync();
    }

    /// <summary>Makes the user a member of its rooms, on a connection of that purpose.</summary>
    public static async Task JoinAsync(ClientPlan plan, Uri door, string token, CancellationToken cancellationToken)
    {
        using var link = await RawLink.OpenAsync(door, token, receiveBuffer: null, cancellationToken);
        var reading = link.RunAsync();
        foreach (var room in plan.Rooms)
        {
            var join = new Invoked(plan.Book.NextOp(), OpKind.Join, room, "", "");
            plan.Book.Write(plan.Name, join);
            var joined = await link.CallAsync<JoinRoomResult>(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room });
            plan.Book.Write(plan.Name, new Succeeded(join.Op, 0, joined.Head, Duplicate: false));
        }
        link.Dispose();
        await reading;
    }

    /// <summary>Marks a room now and then as read through its newest message.</summary>
    public async Task MarkAsync(CancellationToken quiet)
    {
        while (await Pauses.WaitAsync(_plan.Pace * (2 * _plan.Chance()), quiet))
        {
            var room = _plan.Rooms[(int)(_plan.Chance() * _plan.Rooms.Length)];
            if (_open is not { } link || Newest(room) is not (> 0 and var newest))
                continue;
            try
            {
                var mark = new MarkReadRequest { Room = room, Sequence = newest };
                await link.CallAsync<MarkReadResult>(nameof(IChatHub.MarkRead), mark, Marked);
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal { RetryAfter: not null }
                or RawRefusal { Code: ChatErrorCodes.NotAMember })
            {
                // Marked again later, or never: the user may just have been removed.
            }
        }
    }

    /// <summary>
    /// Whether it shows these rooms as of these revisions, and as read as far as the other device has marked them, and no longer the one
    /// that the user has left.
    /// </summary>
    public bool HasReached(IReadOnlyDictionary<string, long> heads, InboxDevice other, string left)
    {
        Dictionary<string, long> marked;
        lock (other._gate)
            marked = new(other._marked);
        lock (_gate)
        {
            return Array.TrueForAll(_plan.Rooms, room => _reading.Entries.TryGetValue(room, out var entry)
                ? room != left && entry.Head >= heads.GetValueOrDefault(room) && entry.ReadThrough >= marked.GetValueOrDefault(room)
                : room == left);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _open?.Dispose();
        await _run;
    }

    /// <summary>Returns the newest message of a room that it is about to mark; 0 if it shows none.</summary>
    private long Newest(string room)
    {
        lock (_gate)
        {
            var newest = _reading.Entries.GetValueOrDefault(room)?.Last ?? 0;
            if (newest > 0)
                Write(new MarkingRead(_reading.Epoch, room, newest));
            return newest;
        }
    }

    private void Marked(MarkReadResult answer)
    {
        lock (_gate)
        {
            Write(new MarkedRead(answer.Room, answer.ReadThrough));
            _marked[answer.Room] = answer.ReadThrough;
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        await _plan.Begins.WaitAsync(_end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var link = await RawLink.OpenAsync(_door, _token(), receiveBuffer: null, _end.Token);
                await ServeAsync(link);
            }
            catch (Exception lost) when (RawLink.IsLoss(lost))
            {
                // Tries again.
            }
            await Pauses.WaitAsync(_backoff * _plan.Chance(), _end.Token);
        }
    }

    private async Task ServeAsync(RawLink link)
    {
        using var stays = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        if (_staysFor is { } time)
            stays.CancelAfter(time * (2 * _plan.Chance()));
        using var leaves = stays.Token.Register(link.Dispose);
        lock (_gate)
            _early.Clear();
        _ending = null;
        link.Received = (target, received) => Take(link, target, received);
        Write(new Opened(++_connection));
        var reading = link.RunAsync();
        await FollowAsync(link);
        _open = link;
        await reading;
        _open = null;
        Write(new Closed(_connection, link.CloseCode, _ending ?? link.EndReason));
    }

    /// <summary>Ends the connection if the inbox cannot be read: the next one begins with the cursor.</summary>
    private async Task FollowAsync(RawLink link)
    {
        try
        {
            FollowInboxResult page;
            do
            {
                FollowInboxRequest request;
                lock (_gate)
                {
                    _isPaging = true;
                    request = _reading.Epoch.Length == 0 ? new() : new() { After = _reading.Cursor, Epoch = _reading.Epoch };
                }
                page = await link.CallAsync<FollowInboxResult>(
                    nameof(IChatHub.FollowInbox), request, answer => TakePage(link, request.After ?? 0, answer));
            }
            while (page.HasMore);
        }
        catch (Exception failed) when (RawLink.IsLoss(failed) || failed is RawRefusal)
        {
            link.Dispose();
        }
    }

    private void TakePage(RawLink link, long after, FollowInboxResult page)
    {
        InboxUpdate[] early;
        lock (_gate)
        {
            // Earlier marks may be lost with the epoch.
            if (page.Reset)
                _marked.Clear();
            Take(new InboxHeard(
                _connection, page.Epoch, page.Reset ? 0 : after, page.Through, page.Reset ? InboxBy.Reset : InboxBy.Page,
                Array.ConvertAll(page.Entries, RecordedEntry.From)));
            if (page.HasMore)
                return;
            _isPaging = false;
            early = [.. _early];
            _early.Clear();
        }
        foreach (var update in early)
            Take(link, update);
    }

    private void Take(RawLink link, string target, JsonElement received)
    {
        switch (target)
        {
            case nameof(IChatClient.InboxUpdated):
                Take(link, received.Deserialize<InboxUpdate>(RawClient.Json)!);
                break;
            case nameof(IChatClient.InboxActivity):
                var activity = received.Deserialize<InboxActivity>(RawClient.Json)!;
                lock (_gate)
                    Take(new InboxActive(_connection, Array.ConvertAll(activity.Rooms, RecordedEntry.From)));
                break;
            case nameof(IChatClient.SessionEnding):
                _ending = received.Deserialize<SessionEnd>(RawClient.Json)!.Code;
                break;
        }
    }

    private void Take(RawLink link, InboxUpdate update)
    {
        bool isOver;
        lock (_gate)
        {
            // The server may send an update before it answers the call for the page.
            if (_isPaging)
            {
                _early.Add(update);
                return;
            }
            isOver = update.Epoch != _reading.Epoch | !Take(new InboxHeard(
                _connection, update.Epoch, update.After, update.Through, InboxBy.Update,
                Array.ConvertAll(update.Entries, RecordedEntry.From)));
        }
        if (isOver)
            _ = FollowAsync(link);
    }

    /// <summary>Called under the gate, so that the order of the records is the order in which they were applied.</summary>
    private bool Take(HistoryRecord record)
    {
        Write(record);
        return _reading.Take(record);
    }

    private void Write(HistoryRecord record) => _plan.Book.Write(_plan.Name, record);
}
