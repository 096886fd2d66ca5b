using System.Text.Json;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// Connects again and again, enters its rooms with their cursors each time, and records everything it receives.
/// </summary>
internal sealed class RawSession : IAsyncDisposable
{
    private static readonly TimeSpan _backoff = TimeSpan.FromMilliseconds(600);

    private readonly string _name;
    private readonly Uri _door;
    private readonly Func<string> _token;
    private readonly HistoryBook _book;
    private readonly Func<double> _chance;
    private readonly Dictionary<string, RecordedRoom> _rooms;
    private readonly string[] _enters;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _begins;
    private readonly Task _run;
    private volatile TaskCompletionSource<RawLink> _link = NewLink();
    private volatile RawLink? _open;
    private volatile string? _ending;
    private int _connection;

    /// <summary>
    /// Enters the plan's rooms on each new connection. If <paramref name="enters"/> is false, it enters them only on request.
    /// </summary>
    public RawSession(ClientPlan plan, Uri door, Func<string> token, bool enters = true)
    {
        (_name, _door, _token, _book, _chance, _begins) = (plan.Name, door, token, plan.Book, plan.Chance, plan.Begins);
        _rooms = plan.Rooms.ToDictionary(room => room, room => new RecordedRoom(plan.Name, room, plan.Book));
        _enters = enters ? plan.Rooms : [];
        _run = RunAsync();
    }

    public RecordedRoom Room(string room) => _rooms[room];

    /// <summary>Returns a connection on which all rooms are entered, as soon as there is one.</summary>
    public Task<RawLink> LinkAsync(CancellationToken cancellationToken) => _link.Task.WaitAsync(cancellationToken);

    public async Task EnterAsync(RawLink link, string room)
    {
        var join = new Invoked(_book.NextOp(), OpKind.Join, room, "", "");
        _book.Write(_name, join);
        var connection = _connection;
        try
        {
            var joined = await link.CallAsync<JoinRoomResult>(nameof(IChatHub.JoinRoom), _rooms[room].JoinRequest(), answer =>
            {
                _book.Write(_name, new Succeeded(join.Op, 0, answer.Head, Duplicate: false));
                _rooms[room].Join(connection, answer);
            });
            if (joined.HasMore)
                await ReadOnAsync(link, room);
            if (_rooms[room].IsOver)
                await EnterAsync(link, room);
        }
        catch (RawRefusal refused) when (refused.RetryAfter is null)
        {
            _book.Write(_name, new Refused(join.Op, refused.Code));
            throw;
        }
        catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
        {
            _book.Write(_name, new Unknown(join.Op, lost.GetType().Name));
            throw;
        }
    }

    /// <summary>Unsubscribes from a room, and enters it again with its cursor after a time. The client stays a member meanwhile.</summary>
    public async Task StrayAsync(RawLink link, string room, TimeSpan time, CancellationToken quiet)
    {
        var connection = _connection;
        try
        {
            _book.Write(_name, new Unsubscribing(connection, room));
            await link.CallAsync<object?>(
                nameof(IChatHub.UnsubscribeRoom), new UnsubscribeRoomRequest { Room = room },
                _ => _book.Write(_name, new Unsubscribed(connection, room)));
            await Pauses.WaitAsync(time, quiet);
            // Another connection has entered all rooms: a join that never leaves would let its room wait for the answer.
            if (_open == link)
                await EnterAsync(link, room);
        }
        catch (Exception failed) when (RawLink.IsLoss(failed) || failed is RawRefusal)
        {
            // The next connection enters all rooms.
            link.Dispose();
        }
    }

    /// <summary>Ends the connection without notice, as a pulled cable does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _open?.Dispose();
        await _run;
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        await _begins.WaitAsync(_end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            await Pauses.WaitAsync(_backoff * _chance(), _end.Token);
        }
    }

    private async Task ServeAsync(RawLink link)
    {
        (_open, _ending) = (link, null);
        link.Received = (target, received) => Take(link, target, received);
        _book.Write(_name, new Opened(++_connection));
        var reading = link.RunAsync();
        try
        {
            foreach (var room in _enters)
                await EnterAsync(link, room);
            _link.TrySetResult(link);
        }
        catch (Exception failed) when (RawLink.IsLoss(failed) || failed is RawRefusal)
        {
            // A client that never connects again does not have the end, and a check finds that.
            link.Dispose();
        }
        await reading;
        // A connection that was never used is awaited too.
        if (_link.Task.IsCompleted)
            _link = NewLink();
        _book.Write(_name, new Closed(_connection, link.CloseCode, _ending ?? link.EndReason));
    }

    private void Take(RawLink link, string target, JsonElement received)
    {
        if (target == nameof(IChatClient.RoomUpdated))
        {
            var update = received.Deserialize<RoomUpdate>(RawClient.Json)!;
            if (_rooms[update.Room].Push(_connection, update))
                _ = ReadOnOrEndAsync(link, update.Room);
        }
        else if (target == nameof(IChatClient.RemovedFromRoom))
        {
            var removal = received.Deserialize<RoomRemoval>(RawClient.Json)!;
            _book.Write(_name, new Removed(_connection, removal.Room, removal.Code, removal.Revision));
            _rooms[removal.Room].Remove();
        }
        else if (target == nameof(IChatClient.SessionEnding))
        {
            _ending = received.Deserialize<SessionEnd>(RawClient.Json)!.Code;
        }
    }

    private async Task ReadOnOrEndAsync(RawLink link, string room)
    {
        try
        {
            await (_rooms[room].IsOver ? EnterAsync(link, room) : ReadOnAsync(link, room));
        }
        catch (Exception failed) when (RawLink.IsLoss(failed) || failed is RawRefusal)
        {
            // The next connection begins with the cursor.
            link.Dispose();
        }
    }

    private async Task ReadOnAsync(RawLink link, string room)
    {
        GetUpdatesResult page;
        do
        {
            var ask = new GetUpdatesRequest { Room = room, After = _rooms[room].Cursor, Limit = ChatLimits.CatchUpPageSize };
            page = await link.CallAsync<GetUpdatesResult>(nameof(IChatHub.GetUpdates), ask, _rooms[room].Page);
        }
        while (page.HasMore);
    }

    private static TaskCompletionSource<RawLink> NewLink() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
