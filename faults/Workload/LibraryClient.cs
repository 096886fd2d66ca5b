using System.Collections.Concurrent;
using SignalRChat.Client;

namespace SignalRChat.Faults.Workload;

/// <summary>
/// An app on SignalRChat.Client. It sends without waiting for answers, and leaves order, retries and catching up to the
/// library.
/// </summary>
internal sealed class LibraryClient : IWorkloadClient
{
    private readonly ChatClient _client;
    private readonly HistoryBook _book;
    private readonly string[] _rooms;
    private readonly Talk[] _talks;
    private readonly TimeSpan _pace;
    private readonly ConcurrentDictionary<string, long> _cursors = new();
    private int _connection;
    private bool _isOpen;
    private string? _ending;

    public LibraryClient(ClientPlan plan, Uri door, Func<string> token, ChatProtocol protocol)
    {
        (Name, _book, _rooms, _talks, _pace) = (plan.Name, plan.Book, plan.Rooms, plan.Talks(), plan.Pace);
        _client = new ChatClient(new ChatClientOptions
        {
            Url = door,
            AccessTokenProvider = _ => Task.FromResult<string?>(token()),
            Protocol = protocol,
            Backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), plan.Chance),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            CallTimeout = TimeSpan.FromSeconds(10),
            KeepAliveInterval = TimeSpan.FromSeconds(2),
            ServerTimeout = TimeSpan.FromSeconds(6),
        });
        _client.ConnectionChanged += Note<ChatConnectionChange>(Changed);
        _client.SessionEnding += Note<SessionEnd>(ending => _ending = ending.Code);
        _client.MessagesChanged += Note<RoomChanges>(changes =>
            Take(changes.Room, changes.Cursor, changes.Messages, changes.IsCatchUp ? HeardBy.CatchUp : HeardBy.Live));
        _client.RoomReset += Note<RoomReset>(reset => Take(reset.Room, reset.Cursor, reset.Messages, HeardBy.Reset));
        _client.RoomRejoined += Note<RoomRejoined>(rejoined => Entered(rejoined.Join));
        _client.RoomRefused += Note<RoomRefused>(refused =>
            throw new InvalidOperationException($"{Name} lost {refused.Room}: {refused.Error.Message}"));
    }

    public string Name { get; }

    public long CursorIn(string room) => _cursors.GetValueOrDefault(room);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(cancellationToken);
        foreach (var room in _rooms)
        {
            var join = new Invoked(_book.NextOp(), OpKind.Join, room, "", "");
            _book.Write(Name, join);
            var joined = await _client.JoinAsync(room, after: 0, cancellationToken: cancellationToken);
            _book.Write(Name, new Succeeded(join.Op, 0, joined.Head, Duplicate: false));
            Entered(joined);
        }
    }

    public Task TalkAsync(CancellationToken quiet) => Task.WhenAll(_talks.Select(talk => TalkAsync(talk, quiet)));

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task TalkAsync(Talk talk, CancellationToken quiet)
    {
        var underWay = new List<Task>();
        while (await Pauses.WaitAsync(talk.Pause(_pace * 2), quiet))
        {
            for (var burst = talk.Burst(); burst > 0; burst--)
                underWay.Add(AskAsync(talk, talk.Next()));
            underWay.RemoveAll(one => one.IsCompletedSuccessfully);
        }
        await Task.WhenAll(underWay);
    }

    private async Task AskAsync(Talk talk, Change change)
    {
        _book.Write(Name, change.AsInvoked());
        try
        {
            _book.Write(Name, await CallAsync(change));
            talk.Acknowledged(change);
        }
        catch (ChatRefusedException refused)
        {
            _book.Write(Name, new Refused(change.Op, refused.Code));
        }
        catch (ChatDisconnectedException ended)
        {
            _book.Write(Name, new Unknown(change.Op, ended.Message));
        }
    }

    private async Task<Succeeded> CallAsync(Change change)
    {
        switch (change.Kind)
        {
            case OpKind.Post:
                var posted = await _client.SendAsync(change.Room, change.Text, change.MessageId);
                return new(change.Op, posted.Sequence, posted.Revision, posted.Duplicate);
            case OpKind.Edit:
                return new(change.Op, 0, (await _client.EditAsync(change.Room, change.MessageId, change.Text)).Revision, false);
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
            _book.Write(Name, new Closed(_connection, null, _ending ?? change.Error?.GetType().Name));
        }
        _isOpen = isOpen;
    }

    private void Entered(JoinRoomResult joined) => _book.Write(Name, new Entered(_connection, joined.Room, joined.Head, joined.Reset));

    private void Take(string room, RoomCursor cursor, IReadOnlyList<ChatMessage> messages, HeardBy by)
    {
        var after = _cursors.GetValueOrDefault(room);
        _cursors[room] = cursor.Revision;
        var begin = by == HeardBy.Reset ? cursor.Revision : after;
        _book.Write(Name, new Heard(room, cursor.Epoch, begin, cursor.Revision, by, [.. messages.Select(RecordedMessage.From)]));
    }

    private static Func<T, Task> Note<T>(Action<T> note) => received =>
    {
        note(received);
        return Task.CompletedTask;
    };

}
