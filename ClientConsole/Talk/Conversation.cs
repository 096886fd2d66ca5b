using System.Collections.Concurrent;
using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>
/// The state of the conversation: the room of the prompt, the state of the connection, and an event for each change.
/// </summary>
internal sealed class Conversation
{
    private readonly ConsoleSession _session;
    private readonly IEventOutput _output;
    private readonly bool _showsSnapshots;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _room;
    private volatile ChatConnectionChange _connection = new() { State = ChatConnectionState.Disconnected };
    private volatile string _endedBecause = "";

    public Conversation(ConsoleSession session, IEventOutput output, string room, bool showsSnapshots)
    {
        _session = session;
        _output = output;
        _room = room;
        _showsSnapshots = showsSnapshots;
        session.Listen(Hear);
    }

    /// <summary>The prompt must be drawn again.</summary>
    public Action Changed { private get; set; } = () => { };

    public required Func<string?> OwnUserId { get; init; }

    public Func<TimeSpan?> RoundTrip { private get; set; } = () => null;

    /// <summary>Fails when events cannot be written any more, for example on a full disk.</summary>
    public Task Broken => _broken.Task;

    public string Room
    {
        get => _room;
        set
        {
            _room = value;
            Changed();
        }
    }

    public RoomBook Rooms { get; } = new();

    public KnownNames Names { get; } = new();

    public RecentMessages Own { get; } = new();

    /// <summary>The messages of everybody, without those that report an event of the room.</summary>
    public RecentMessages Shown { get; } = new();

    /// <summary>The settings of the rooms, as far as they are known.</summary>
    public ConcurrentDictionary<string, RoomInfo> Settings { get; } = new();

    /// <summary>The other user of each direct room, if it is known: the name of such a room is not for people.</summary>
    public ConcurrentDictionary<string, string> Others { get; } = new();

    /// <summary>The number of reconnects.</summary>
    public int Reconnects { get; private set; }

    public string Prompt => $"[{Place()} {StateWords()}] > ";

    private string Place() => Others.TryGetValue(_room, out var other) ? $"@{WireText.Line(other)}" : $"#{_room}";

    private string StateWords()
    {
        var waiting = _session.PendingCount is > 0 and var count && _connection.State != ChatConnectionState.Connected
            ? $", {count} waiting"
            : "";
        return _connection.State switch
        {
            ChatConnectionState.Connected =>
                RoundTrip() is { } time ? $"connected {Math.Ceiling(time.TotalMilliseconds):0} ms" : "connected",
            ChatConnectionState.Reconnecting => $"reconnecting, try {_connection.Attempt}{waiting}",
            ChatConnectionState.Connecting => $"connecting{waiting}",
            _ => "disconnected",
        };
    }

    private void Hear(ChatClient client)
    {
        client.MessagesChanged += changes => Handle(() =>
        {
            Know(changes.Room, changes.Info);
            OnMessages(changes.Room, changes.Messages, changes.Cursor);
            foreach (var reactions in changes.Reactions)
                _output.Tell(new ConsoleEvent.Reacted(changes.Room, reactions));
        });
        client.RoomReset += reset => Handle(() => OnReset(reset));
        client.RoomRejoined += rejoined => Handle(() => _output.Tell(
            new ConsoleEvent.Rejoined(rejoined.Room, rejoined.Room != _room, rejoined.Missed, rejoined.WasReset)));
        client.RoomRefused += refused =>
            Handle(() => OnGone(refused.Room, new ConsoleEvent.Lost(refused.Room, refused.Error.Code, refused.Error.Message)));
        client.RemovedFromRoom += removal => Handle(() => OnGone(removal.Room, new ConsoleEvent.Removed(removal.Room, removal.Code)));
        client.SessionEnding += ending => Handle(() => _endedBecause = ending.Code);
        client.ConnectionChanged += change => Handle(() => OnConnection(change));
        client.PresenceChanged += change => Handle(() =>
        {
            foreach (var user in change.Joined)
                Names.SawPerson(user.UserId, user.Name);
        });
    }

    public bool IsOwn(ChatMessage message) => message.UserId == OwnUserId();

    private Task Handle(Action tell)
    {
        try
        {
            tell();
            Changed();
        }
        catch (Exception e)
        {
            _broken.TrySetException(e);
        }

        return Task.CompletedTask;
    }

    private void OnMessages(string room, IReadOnlyList<ChatMessage> messages, RoomCursor cursor)
    {
        foreach (var message in messages)
        {
            var isOwn = IsOwn(message);
            Know(room, message, isOwn);
            _output.Tell(new ConsoleEvent.Said(room, message, isOwn, room != _room));
        }

        Rooms.Reached(room, cursor);
    }

    /// <summary>The server stored a message of this console.</summary>
    public void Stored(string room, SendMessageResult acked)
    {
        Own.Saw(room, acked.Sequence, acked.MessageId, isDeleted: false);
        Shown.Saw(room, acked.Sequence, acked.MessageId, isDeleted: false);
    }

    private void Know(string room, RoomInfo? info)
    {
        if (info is not null)
            Settings[room] = info;
    }

    private void Know(string room, ChatMessage message, bool isOwn)
    {
        if (message.Event is null)
            Shown.Saw(room, message.Sequence, message.MessageId, message.DeletedAt is not null);
        if (isOwn)
            Own.Saw(room, message.Sequence, message.MessageId, message.DeletedAt is not null);
        else
            Names.SawPerson(message.UserId, message.Name);
    }

    private void OnReset(RoomReset reset)
    {
        Know(reset.Room, reset.Info);
        if (Rooms.IsPrinted(reset.Room))
            _output.Tell(new ConsoleEvent.StartsOver(reset.Room));
        if (!_showsSnapshots)
        {
            foreach (var message in reset.Messages)
                Know(reset.Room, message, IsOwn(message));
        }

        OnMessages(reset.Room, _showsSnapshots ? reset.Messages : [], reset.Cursor);
    }

    private void OnGone(string room, ConsoleEvent entry)
    {
        // If the user left the room by hand, the command reports it.
        if (Rooms.Leave(room))
            _output.Tell(entry);
    }

    private void OnConnection(ChatConnectionChange change)
    {
        var before = _connection;
        _connection = change;
        if (change.State == ChatConnectionState.Connected && before.State == ChatConnectionState.Reconnecting)
            Reconnects++;
        if (change.State == ChatConnectionState.Connected)
            _endedBecause = "";
        _output.Tell(new ConsoleEvent.Connection(change.State, change.Attempt, change.RetryIn, ReasonWords.For(change, _endedBecause)));
    }
}
