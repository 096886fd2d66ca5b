namespace SignalRChat.Client.Internal;

/// <summary>
/// The read state of one room: the cursor, and the live updates that arrived during a join or a fetch. It does no I/O and has no lock.
/// </summary>
internal sealed class RoomCursorState(string room, IRoomSink sink)
{
    /// <summary>More than a fetch returns. Held updates only save a call; the client fetches the dropped ones.</summary>
    private const int HeldLimit = 128;

    private readonly Queue<RoomUpdate> _held = new();
    private bool _pageFollows;
    private bool _hole;
    private bool _rejoining;
    private bool _wasReset;
    private int _missed;
    private JoinRoomResult? _rejoined;
    private RoomCursor? _ended;

    public RoomCursor? Cursor { get; private set; }

    /// <summary>The cursor is invalid: the next join returns a snapshot.</summary>
    public bool MustStartOver { get; private set; }

    /// <summary>True if there are changes to fetch.</summary>
    public bool IsBehind
    {
        get => _pageFollows || _hole;
        set => _hole = value;
    }

    public JoinRoomRequest JoinRequest(JoinRoomRequest ask)
    {
        // A cursor of an ended epoch also gets a snapshot, but the server refuses a user who was removed since then.
        if (MustStartOver)
            return new() { Room = room, After = _ended?.Revision, Epoch = _ended?.Epoch };
        return Cursor is { } cursor ? new() { Room = room, After = cursor.Revision, Epoch = cursor.Epoch } : ask;
    }

    /// <summary>Starts reading again, from the position of the next join.</summary>
    public void Forget()
    {
        Cursor = _ended = null;
        MustStartOver = _pageFollows = _hole = false;
        _held.Clear();
    }

    public void StartOver()
    {
        Forget();
        MustStartOver = true;
    }

    public void BeginRejoin()
    {
        _missed = _rejoining ? _missed : 0;
        _rejoining = true;
        _rejoined = null;
        // These updates are of the previous connection, and perhaps of a database that was restored since: the join returns all changes.
        _held.Clear();
    }

    public void EndRejoin()
    {
        if (!_rejoining || _rejoined is not { } join)
            return;
        _rejoining = false;
        sink.Rejoined(new() { Room = room, Missed = _wasReset ? 0 : _missed, WasReset = _wasReset, Join = join });
    }

    public void Hold(RoomUpdate update)
    {
        _held.Enqueue(update);
        if (_held.Count > HeldLimit)
            _held.Dequeue();
    }

    public void Take(JoinRoomResult answer, long after)
    {
        MustStartOver = false;
        _rejoined = answer;
        _wasReset = answer.Reset;
        if (answer.Reset)
        {
            Cursor = new(answer.Epoch, answer.Head);
            sink.Reset(new()
            {
                Room = room,
                Cursor = Cursor,
                Messages = answer.Update.Messages,
                Reactions = answer.Update.Reactions ?? [],
                Info = answer.Update.Info,
            });
        }
        else
        {
            Cursor ??= new(answer.Epoch, after);
            Apply(answer.Update, isCatchUp: true);
        }

        _pageFollows = answer.HasMore;
        TakeHeld();
    }

    /// <summary>Returns true if the page made progress.</summary>
    public bool Take(GetUpdatesResult page)
    {
        var before = Cursor;
        _pageFollows = page.HasMore;
        Apply(
            new()
            {
                Room = room,
                Epoch = page.Epoch,
                After = page.After,
                Through = page.Through,
                Messages = page.Messages,
                Reactions = page.Reactions,
                Members = page.Members,
                Info = page.Info,
            },
            isCatchUp: true);
        TakeHeld();
        return Cursor != before || !IsBehind;
    }

    /// <summary>Applies the held updates as long as they follow on.</summary>
    public void TakeHeld()
    {
        _hole = false;
        while (Cursor is not null && _held.TryPeek(out var update))
        {
            if (Apply(update, isCatchUp: false) == CursorStep.Hole)
            {
                _hole = true;
                return;
            }

            _held.TryDequeue(out _);
        }
    }

    private CursorStep Apply(RoomUpdate update, bool isCatchUp)
    {
        // An answer that arrives after reading started over does not apply any more.
        if (Cursor is null)
            return CursorStep.Drop;

        var decision = Cursor.Offer(update);
        if (decision.Step == CursorStep.StartOver)
        {
            var ended = Cursor;
            StartOver();
            _ended = ended;
        }

        if (decision.Step != CursorStep.Apply)
            return decision.Step;

        Cursor = decision.Next;
        if (isCatchUp && _rejoining)
            _missed += decision.Messages.Count;
        if (decision.Messages.Count + decision.Reactions.Count + decision.Members.Count > 0 || decision.Info is not null)
        {
            sink.Changed(new()
            {
                Room = room,
                Cursor = Cursor,
                Messages = decision.Messages,
                Reactions = decision.Reactions,
                Members = decision.Members,
                Info = decision.Info,
                IsCatchUp = isCatchUp,
            });
        }
        return CursorStep.Apply;
    }
}
