using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Services.Inbox;

/// <summary>
/// A connection that follows the inbox of its user, with a cursor. A change only marks it. At most one read is in flight, and the next
/// one begins when the update before was written: a client that does not read costs one page, and delays no other.
/// </summary>
internal sealed class InboxFollower(InboxFollowers owner, ChatSession session) : IOutboundSource, ISessionPart
{
    private readonly Lock _gate = new();
    private State _state = State.Paging;
    private bool _isMarked;
    private int _version;
    private string _epoch = "";
    private long _cursor;
    private InboxUpdate? _next;

    public ChatSession Session { get; } = session;

    public string UserId => Session.User.UserId;

    /// <summary>The rooms of which the connection receives activity.</summary>
    public RoomWatcher Watcher { get; } = new();

    /// <summary>
    /// A number while the client has everything that was read for it; null otherwise. If it is the same before and after another read for
    /// the client, that read is not older than what the client has.
    /// </summary>
    public int? QuietVersion
    {
        get
        {
            lock (_gate)
                return _state == State.Idle ? _version : null;
        }
    }

    /// <summary>The client calls again: what is read or not yet written of the cursor before counts no more.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            if (_state != State.Ended)
                (_state, _next, _isMarked, _version) = (State.Paging, null, false, _version + 1);
        }
    }

    /// <summary>
    /// The call failed: a connection that followed before follows from where it was. If an update was lost on the way, the next one shows a
    /// gap, and the client calls again.
    /// </summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (_state != State.Paging || _epoch.Length == 0)
                return;
            _isMarked = true;
            TryBeginRead();
        }
        owner.Read(this);
    }

    /// <summary>The page that the call returns ends at this cursor: changes after it are sent from now on.</summary>
    public void Start(string epoch, long cursor)
    {
        lock (_gate)
        {
            if (_state != State.Paging)
                return;
            (_epoch, _cursor) = (epoch, cursor);
            if (!TryBeginRead())
                return;
        }
        owner.Read(this);
    }

    /// <summary>The inbox has changed, or may have.</summary>
    public void Mark()
    {
        lock (_gate)
        {
            _isMarked = true;
            if (_state != State.Idle || !TryBeginRead())
                return;
        }
        owner.Read(this);
    }

    /// <summary>The place for a read that begins now; null if there is nothing to read any more.</summary>
    public InboxPlace? BeginRead()
    {
        lock (_gate)
        {
            if (_state != State.Reading)
                return null;
            // A change that marks it from now on may not be in this read, and an earlier read counts no more.
            _isMarked = false;
            return new(_epoch, _cursor, ++_version);
        }
    }

    /// <summary>Takes the page that was read from the place.</summary>
    public void Take(in InboxPlace place, in InboxPage page)
    {
        bool hasUpdate;
        lock (_gate)
        {
            // A newer page may have added the rooms that such a page removes.
            if (_state != State.Reading || _version != place.Version)
                return;
            _next = Advance(page);
            hasUpdate = _next is not null;
            if (hasUpdate)
                _state = State.Sending;
            else if (!TryBeginRead())
                return;
        }
        owner.Watch(this, page);
        if (hasUpdate)
            Session.Outbound.CatchUp(this);
        else
            owner.Read(this);
    }

    /// <summary>It could not be read. The next mark reads again.</summary>
    public void ReadFailed(in InboxPlace place)
    {
        lock (_gate)
        {
            if (_state == State.Reading && _version == place.Version)
                (_state, _isMarked) = (State.Idle, true);
        }
    }

    /// <summary>The outbound queue calls it to get the update, and once more when the update is written.</summary>
    public ValueTask<OutboundFrame> NextAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_state != State.Sending)
                return default;
            if (_next is { } update)
            {
                _next = null;
                return new(new OutboundFrame(null, update));
            }
            if (!TryBeginRead())
                return default;
        }
        owner.Read(this);
        return default;
    }

    public void Unsubscribed(string room) => owner.Unsubscribed(this, room);

    /// <summary>The token may permit other rooms now, which begins another epoch for the client.</summary>
    public void GrantChanged() => Mark();

    public void End()
    {
        lock (_gate)
        {
            if (_state == State.Ended)
                return;
            (_state, _next) = (State.Ended, null);
        }
        owner.Remove(this);
    }

    /// <summary>Called under the gate, when nothing is in flight: whether there is something to read.</summary>
    private bool TryBeginRead()
    {
        (_state, _version) = (_isMarked ? State.Reading : State.Idle, _version + 1);
        return _isMarked;
    }

    /// <summary>
    /// Called under the gate. The update for the page; null when the page has nothing new. An empty update shows another epoch to the
    /// client, which then reads its inbox again.
    /// </summary>
    private InboxUpdate? Advance(in InboxPage page)
    {
        if (InboxEpoch.Of(Session, page.Epoch) is var epoch && epoch != _epoch)
        {
            (_epoch, _cursor) = (epoch, page.Head);
            return new InboxUpdate { Epoch = _epoch, After = _cursor, Through = _cursor };
        }
        if (page.Through <= _cursor)
            return null;
        var entries = InboxService.Permitted(Session, page.Entries);
        var update = new InboxUpdate { Epoch = _epoch, After = _cursor, Through = page.Through, Entries = entries };
        _cursor = page.Through;
        _isMarked |= page.Through < page.Head;
        return update;
    }

    private enum State
    {
        /// <summary>The call is not answered.</summary>
        Paging,

        /// <summary>Nothing to read, as far as the node knows.</summary>
        Idle,

        /// <summary>A read is in flight, or waits for its turn.</summary>
        Reading,

        /// <summary>An update waits for the outbound queue, or is being written.</summary>
        Sending,

        /// <summary>The last state.</summary>
        Ended,
    }
}

/// <summary>The cursor of a read, and the number of this read.</summary>
internal readonly record struct InboxPlace(string Epoch, long Cursor, int Version);
