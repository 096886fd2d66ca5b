using System.Collections.Concurrent;
using SignalRChat.Client;

namespace SignalRChat.Faults.Workload;

/// <summary>A client library whose calls, answers, connections and received messages go into the history.</summary>
internal sealed class RecordedClient : IAsyncDisposable
{
    private readonly ChatClient _client;
    private readonly HistoryBook _book;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _cursors = new();
    private int _connection;
    private bool _isOpen;
    private string? _ending;

    /// <param name="name">The client's user id, which names it in the history.</param>
    /// <param name="options">The options of the library.</param>
    /// <param name="book">The history.</param>
    public RecordedClient(string name, ChatClientOptions options, HistoryBook book)
    {
        (Name, _book, _client) = (name, book, new ChatClient(options));
        _client.ConnectionChanged += Note<ChatConnectionChange>(Changed);
        _client.SessionEnding += Note<SessionEnd>(ending => _ending = ending.Code);
        _client.MessagesChanged += Note<RoomChanges>(Take);
        _client.RoomReset += Note<RoomReset>(reset => Take(new RoomChanges
        {
            Room = reset.Room,
            Cursor = reset.Cursor,
            Messages = reset.Messages,
            Reactions = reset.Reactions,
            Info = reset.Info,
        }, HeardBy.Reset));
        _client.RoomRejoined += Note<RoomRejoined>(rejoined => Entered(rejoined.Join));
        _client.RoomRefused += Note<RoomRefused>(refused =>
            throw new InvalidOperationException($"{Name} lost {refused.Room}: {refused.Error.Message}"));
    }

    public string Name { get; }

    public long CursorIn(string room) => _cursors.GetValueOrDefault(room);

    public Task ConnectAsync(CancellationToken cancellationToken) => _client.ConnectAsync(cancellationToken);

    public Task JoinAsync(string room, CancellationToken cancellationToken) => JoinAsync(room, after: 0, cancellationToken);

    /// <summary>Stops following a room for a time, and joins it again where the library left it. The user stays a member.</summary>
    public async Task StrayAsync(string room, TimeSpan time, CancellationToken quiet)
    {
        _book.Write(Name, new Unsubscribing(_connection, room));
        await _client.UnsubscribeAsync(room, CancellationToken.None);
        await Pauses.WaitAsync(time, quiet);
        await JoinAsync(room, after: null, CancellationToken.None);
    }

    private async Task JoinAsync(string room, long? after, CancellationToken cancellationToken)
    {
        var join = new Invoked(_book.NextOp(), OpKind.Join, room, "", "");
        _book.Write(Name, join);
        var joined = await _client.JoinAsync(room, after: after, cancellationToken: cancellationToken);
        _book.Write(Name, new Succeeded(join.Op, 0, joined.Head, Duplicate: false));
        Entered(joined);
    }

    /// <summary>Returns false if the change was refused, or if its outcome is unknown.</summary>
    public async Task<bool> AskAsync(Change change)
    {
        Task<Succeeded> call;
        lock (_gate)
        {
            // The order of the records is the order of the calls.
            _book.Write(Name, change.AsInvoked());
            call = CallAsync(change);
        }
        try
        {
            _book.Write(Name, await call);
            return true;
        }
        catch (ChatRefusedException refused)
        {
            _book.Write(Name, new Refused(change.Op, refused.Code));
        }
        catch (ChatDisconnectedException ended)
        {
            _book.Write(Name, new Unknown(change.Op, ended.Message));
        }
        return false;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<Succeeded> CallAsync(Change change)
    {
        switch (change.Kind)
        {
            case OpKind.Post:
                var posted = await _client.SendAsync(change.Room, change.Text, change.MessageId);
                return new(change.Op, posted.Sequence, posted.Revision, posted.Duplicate);
            case OpKind.Edit:
                return new(change.Op, 0, (await _client.EditAsync(change.Room, change.MessageId, change.Text)).Revision, false);
            case OpKind.React or OpKind.Unreact:
                var isOn = change.Kind == OpKind.React;
                return new(change.Op, 0, (await _client.ReactAsync(change.Room, change.MessageId, change.Token, isOn)).Revision, false);
            default:
                return new(change.Op, 0, (await _client.DeleteAsync(change.Room, change.MessageId)).Revision, false);
        }
    }

    private void Changed(ChatConnectionChange change)
    {
        var isOpen = change.State == ChatConnectionState.Connected;
        if (isOpen && !_isOpen)
        {
            _ending = null;
            _book.Write(Name, new Opened(++_connection));
        }
        else if (!isOpen && _isOpen)
        {
            // The library does not pass on the close code, but it does pass on the server's reason.
            _book.Write(Name, new Closed(_connection, null, _ending ?? change.Error?.GetType().Name) { IsCodeHidden = true });
        }
        _isOpen = isOpen;
    }

    private void Entered(JoinRoomResult joined) => _book.Write(Name, new Entered(_connection, joined.Room, joined.Head, joined.Reset));

    private void Take(RoomChanges changes) => Take(changes, changes.IsCatchUp ? HeardBy.CatchUp : HeardBy.Live);

    private void Take(RoomChanges changes, HeardBy by)
    {
        var (room, cursor) = (changes.Room, changes.Cursor);
        var begin = by == HeardBy.Reset ? cursor.Revision : _cursors.GetValueOrDefault(room);
        RecordedMessage[] messages = [.. changes.Messages.Select(RecordedMessage.From)];
        _book.Write(Name, new Heard(room, cursor.Epoch, begin, cursor.Revision, by, messages)
        {
            Reactions = [.. changes.Reactions.Select(RecordedReactions.From)],
            Members = [.. changes.Members.Select(RecordedMember.From)],
            Info = changes.Info is { Revision: > 0 } info ? RecordedInfo.From(info) : null,
        });
        // Last, so that the history has the record when a waiter sees the cursor.
        _cursors[room] = cursor.Revision;
    }

    private static Func<T, Task> Note<T>(Action<T> note) => received =>
    {
        note(received);
        return Task.CompletedTask;
    };
}
