using SignalRChat.Contracts;

namespace SignalRChat.Testing.History;

/// <summary>
/// A room as a client follows it by the rules of docs/protocol.md, section 6, and nothing else. The room records all that it
/// receives.
/// </summary>
internal sealed class RecordedRoom(string client, string room, HistoryBook book)
{
    private readonly Lock _gate = new();
    private readonly List<RoomUpdate> _early = [];
    private string? _epoch;
    private bool _isReading = true;
    private bool _isNew;
    private volatile bool _isRemoved;

    public string Name { get; } = room;

    public long Cursor { get; private set; }

    /// <summary>Set when the server has reported it since the last join.</summary>
    public bool IsRemoved => _isRemoved;

    public void Remove() => _isRemoved = true;

    /// <summary>The first join starts from the beginning, and later ones from the cursor.</summary>
    public JoinRoomRequest JoinRequest()
    {
        lock (_gate)
        {
            _isReading = true;
            _early.Clear();
            return _isNew ? new JoinRoomRequest { Room = Name } : new JoinRoomRequest { Room = Name, After = Cursor, Epoch = _epoch };
        }
    }

    /// <summary>
    /// The membership is over. A client that joins again starts anew, because a cursor from before does not restore a membership.
    /// </summary>
    public void Forget()
    {
        lock (_gate)
            (_isNew, Cursor, _epoch) = (true, 0, null);
    }

    /// <summary>Whether the room continues in another epoch; then the client must join again.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
                return !_isReading && _early.Exists(update => update.Epoch != _epoch);
        }
    }

    /// <summary>Returns true if changes before this push are missing. The client must then request them or join the room again.</summary>
    public bool Push(int connection, RoomUpdate update)
    {
        lock (_gate)
        {
            book.Write(client, new Pushed(connection, Name, update.After, update.Through));
            if (!_isReading && update.Epoch != _epoch)
            {
                _early.Add(update);
                return true;
            }
            if (_isReading || update.After > Cursor)
                _early.Add(update);
            else
                Apply(update, HeardBy.Live);
            var hole = !_isReading && _early.Count > 0;
            _isReading |= hole;
            return hole;
        }
    }

    public void Join(int connection, JoinRoomResult joined)
    {
        lock (_gate)
        {
            book.Write(client, new Entered(connection, Name, joined.Head, joined.Reset));
            (_epoch, _isNew, _isRemoved) = (joined.Epoch, false, false);
            if (joined.Reset)
                Write(joined.Update with { After = joined.Head, Through = joined.Head }, joined.Update.Messages, HeardBy.Reset);
            else
                Apply(joined.Update, HeardBy.CatchUp);
            Finish(joined.HasMore);
        }
    }

    public void Page(GetUpdatesResult page)
    {
        lock (_gate)
        {
            Apply(
                new RoomUpdate
                {
                    Room = Name,
                    Epoch = page.Epoch,
                    After = page.After,
                    Through = page.Through,
                    Messages = page.Messages,
                    Reactions = page.Reactions,
                    Members = page.Members,
                    Info = page.Info,
                },
                HeardBy.CatchUp);
            Finish(page.HasMore);
        }
    }

    private void Finish(bool hasMore)
    {
        if (hasMore)
            return;
        foreach (var update in _early)
            Apply(update, HeardBy.Live);
        _early.RemoveAll(update => update.Epoch == _epoch);
        _isReading = false;
    }

    private void Apply(RoomUpdate update, HeardBy by)
    {
        if (update.Through <= Cursor || update.After > Cursor || update.Epoch != _epoch)
            return;
        var news = update with
        {
            After = Cursor,
            Reactions = [.. (update.Reactions ?? []).Where(one => one.Revision > Cursor)],
            Members = [.. (update.Members ?? []).Where(one => one.Revision > Cursor)],
            Info = update.Info?.Revision > Cursor ? update.Info : null,
        };
        Write(news, [.. update.Messages.Where(message => message.Revision > Cursor)], by);
    }

    private void Write(RoomUpdate update, ChatMessage[] messages, HeardBy by)
    {
        RecordedMessage[] heard = [.. messages.Select(RecordedMessage.From)];
        book.Write(client, new Heard(Name, update.Epoch, update.After, update.Through, by, heard)
        {
            Reactions = [.. (update.Reactions ?? []).Select(RecordedReactions.From)],
            Members = [.. (update.Members ?? []).Select(RecordedMember.From)],
            Info = update.Info is { Revision: > 0 } info ? RecordedInfo.From(info) : null,
        });
        Cursor = update.Through;
    }
}
