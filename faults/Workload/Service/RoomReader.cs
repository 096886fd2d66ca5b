using SignalRChat.Faults.Workload.Raw;

namespace SignalRChat.Faults.Workload.Service;

/// <summary>Follows one room by its cursor, as a backend without a webhook does, with a long poll on any node.</summary>
internal sealed class RoomReader(string client, string room, ApiClient api, HistoryBook book)
{
    private const int WaitSeconds = 2;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _hasBegun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _epoch;
    private long _cursor;
    private bool _startsOver;
    private bool _isOpen;
    private int _connection;

    public Task HasBegun => _hasBegun.Task;

    /// <summary>Returns the revision that it has reached.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                if (await ReadAsync(end))
                    continue;
            }
            catch (ApiRefusal refused) when (refused.Code == ChatErrorCodes.CursorUnknown)
            {
                (_startsOver, _cursor, _epoch) = (true, 0, null);
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is ApiRefusal)
            {
                Close(lost);
            }
            await Pauses.WaitAsync(_pause, end);
        }
    }

    /// <summary>Returns false if nothing has changed.</summary>
    private async Task<bool> ReadAsync(CancellationToken end)
    {
        var epoch = _epoch is null ? "" : $"&epoch={_epoch}";
        var path = $"rooms/{room}/updates?after={_cursor}{epoch}&limit={ChatLimits.CatchUpPageSize}&wait={WaitSeconds}";
        var (_, page) = await api.AskAsync<GetUpdatesResult>(HttpMethod.Get, path, null, end);
        Open();
        if (_startsOver)
            book.Write(client, new Heard(room, page.Epoch, 0, 0, HeardBy.Reset, []));
        (_startsOver, _epoch) = (false, page.Epoch);
        if (page.Through > page.After)
            Take(page);
        _hasBegun.TrySetResult();
        return page.Through > page.After;
    }

    private void Take(GetUpdatesResult page)
    {
        book.Write(client, new Pushed(_connection, room, page.After, page.Through));
        book.Write(client, new Heard(
            room, page.Epoch, page.After, page.Through, HeardBy.CatchUp, [.. page.Messages.Select(RecordedMessage.From)])
        {
            Reactions = [.. (page.Reactions ?? []).Select(RecordedReactions.From)],
            Members = [.. (page.Members ?? []).Select(RecordedMember.From)],
            Info = page.Info is null ? null : RecordedInfo.From(page.Info),
        });
        // Last, so that the history has the records when a waiter sees the cursor.
        Volatile.Write(ref _cursor, page.Through);
    }

    private void Open()
    {
        if (_isOpen)
            return;
        _isOpen = true;
        book.Write(client, new Opened(++_connection));
        book.Write(client, new Entered(_connection, room, _cursor, Reset: false));
    }

    private void Close(Exception why)
    {
        if (_isOpen)
            book.Write(client, new Closed(_connection, null, why is ApiRefusal refused ? refused.Code : why.GetType().Name));
        _isOpen = false;
    }
}
