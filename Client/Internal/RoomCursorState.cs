using SignalRChat.Contracts;

namespace SignalRChat.Client.Internal;

/// <summary>
/// What one room's reading knows: the cursor, and the live updates that came while a join or a fetch was under way. No I/O, and
/// no lock of its own.
/// </summary>
internal sealed class RoomCursorState(string room, IRoomSink sink)
{
    /// <summary>More than a fetch brings in: held updates only spare a call, whatever is thrown away is fetched.</summary>
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

    /// <summary>The cursor is worth nothing: the next join brings a snapshot.</summary>
    public bool MustStartOver { get; private set; }

    /// <summary>There is something to fetch.</summary>
    public bool IsBehind
    {
        get => _pageFollows || _hole;
        set => _hole = value;
    }

    public JoinRoomRequest JoinRequest(JoinRoomRequest ask)
    {
        // The cursor of an epoch that is over gets a snapshot as well, but no user that was removed since.
        if (MustStartOver)
            return new() { Room = room, After = _ended?.Revision, Epoch = _ended?.Epoch };
        return Cursor is { } cursor ? new() { Room = room, After = cursor.Revision, Epoch = cursor.Epoch } : ask;
    }

    /// <summary>Reading begins anew, from wherever the next join says.</summary>
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
        // Of the connection before, and perhaps of a database that was restored since: the join brings everything.
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
            sink.Reset(new() { Room = room, Cursor = Cursor, Messages = answer.Update.Messages });
        }
        else
        {
            Cursor ??= new(answer.Epoch, after);
            Apply(answer.Update, isCatchUp: true);
        }

        _pageFollows = answer.HasMore;
        TakeHeld();
    }

    /// <summary>Answers whether it brought anything.</summary>
    public bool Take(GetUpdatesResult page)
    {
        var before = Cursor;
        _pageFollows = page.HasMore;
        Apply(new() { Room = room, Epoch = page.Epoch, After = page.After, Through = page.Through, Messages = page.Messages }, isCatchUp: true);
        TakeHeld();
        return Cursor != before || !IsBehind;
    }

    /// <summary>Applies what is held for as long as it follows on.</summary>
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
        // An answer that comes after the reading was started over belongs to nothing.
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
        if (decision.Messages.Count > 0)
            sink.Changed(new() { Room = room, Cursor = Cursor, Messages = decision.Messages, IsCatchUp = isCatchUp });
        return CursorStep.Apply;
    }
}
