using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Testing.History;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// A user on a bare connection, who sends to rooms and receives them. After a loss the user reconnects with the cursors and the
/// unacknowledged commands.
/// </summary>
internal sealed class Talker
{
    private readonly GuestTokenResult _guest;
    private readonly HistoryBook _book;
    private readonly Dictionary<string, RecordedRoom> _rooms;
    private readonly Dictionary<string, TalkStream> _streams;
    private int _connection;

    /// <param name="guest">The user, whose name begins with the protocol that it uses.</param>
    /// <param name="id">The user's name in the history: of one that sends, its user id.</param>
    /// <param name="rooms">The rooms that it joins.</param>
    /// <param name="book">The history.</param>
    /// <param name="acknowledgements">Counts its acknowledged commands.</param>
    /// <param name="random">Decides what it sends.</param>
    public Talker(
        GuestTokenResult guest, string id, string[] rooms, HistoryBook book, Acknowledgements acknowledgements, Random random)
    {
        (_guest, Id, _book) = (guest, id, book);
        _rooms = rooms.ToDictionary(room => room, room => new RecordedRoom(id, room, book));
        _streams = rooms.ToDictionary(room => room, room => new TalkStream(id, room, book, acknowledgements, random));
    }

    public string Id { get; }

    public string Name => _guest.Name;

    /// <summary>The number of commands that are not acknowledged yet.</summary>
    public int Pending => _streams.Values.Sum(stream => stream.Pending);

    /// <summary>Completes when the user has joined all rooms for the first time.</summary>
    public TaskCompletionSource Came { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reasons of the server for closing the user's connections.</summary>
    public ConcurrentQueue<SessionEnd> Endings { get; } = new();

    /// <summary>The newest revision of a room that the user's own commands were acknowledged at.</summary>
    public long Newest(string room) => _streams[room].Newest;

    /// <summary>Connects, catches up and sends until the connection is lost.</summary>
    public async Task TalkUntilLostAsync(Uri server)
    {
        await using var connection = Build(server);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        try
        {
            await CatchUpAsync(connection);
            Came.TrySetResult();
            await Task.WhenAll(_streams.Values.Select(stream => stream.TalkAsync(connection, more: true)));
        }
        catch (Exception error) when (CallFailures.IsLoss(error))
        {
            if (connection.State != HubConnectionState.Disconnected)
                await lost.Task.WaitAsync(TestClient.Deadline);
        }
    }

    /// <summary>
    /// Connects, catches up, has every pending command acknowledged, and receives each room up to the revision that <paramref
    /// name="heads"/> then gives.
    /// </summary>
    public async Task FinishAsync(Uri server, Task allAcknowledged, Func<string, long> heads)
    {
        await using var connection = Build(server);
        await CatchUpAsync(connection);
        await Task.WhenAll(_streams.Values.Select(stream => stream.TalkAsync(connection, more: false)));
        await allAcknowledged.WaitAsync(ServerProcess.Deadline);
        foreach (var room in _rooms.Values)
            await Eventually.TrueAsync(() => room.Cursor >= heads(room.Name), $"{Name} has received everything in {room.Name}");
    }

    /// <summary>Connects, reads every room from its cursor to its end, and sends nothing more.</summary>
    public async Task ReadAsync(Uri server)
    {
        await using var connection = Build(server);
        await CatchUpAsync(connection);
    }

    private HubConnection Build(Uri server)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(server, ChatPaths.Hub), options =>
            options.AccessTokenProvider = () => Task.FromResult<string?>(_guest.AccessToken));
        if (Name.StartsWith("messagepack", StringComparison.Ordinal))
            builder.AddMessagePackProtocol();
        var connection = builder.Build();
        connection.On<RoomUpdate>(nameof(IChatClient.RoomUpdated), update => _rooms[update.Room].Push(_connection, update));
        connection.On<SessionEnd>(nameof(IChatClient.SessionEnding), Endings.Enqueue);
        return connection;
    }

    private async Task CatchUpAsync(HubConnection connection)
    {
        _connection++;
        // Pushes wait until the join was answered and all pages were read.
        var joins = _rooms.Values.Select(room => (Room: room, Request: room.JoinRequest())).ToArray();
        await connection.StartAsync().WaitAsync(ServerProcess.Deadline);
        foreach (var (room, request) in joins)
            await JoinAsync(connection, room, request);
    }

    private async Task JoinAsync(HubConnection connection, RecordedRoom room, JoinRoomRequest request)
    {
        var join = new Invoked(_book.NextOp(), OpKind.Join, room.Name, "", "");
        _book.Write(Id, join);
        var joined = await connection.InvokeAsync<JoinRoomResult>(nameof(IChatHub.JoinRoom), request).WaitAsync(TestClient.Deadline);
        _book.Write(Id, new Succeeded(join.Op, 0, joined.Head, Duplicate: false));
        Assert.False(joined.Reset, $"{room.Name} did not take the cursor {request.After} and answered its head {joined.Head}.");
        room.Join(_connection, joined);
        for (var hasMore = joined.HasMore; hasMore;)
        {
            var ask = new GetUpdatesRequest { Room = room.Name, After = room.Cursor, Limit = ChatLimits.CatchUpPageSize };
            var page = await connection.InvokeAsync<GetUpdatesResult>(nameof(IChatHub.GetUpdates), ask).WaitAsync(TestClient.Deadline);
            Assert.Equal(room.Cursor, page.After);
            room.Page(page);
            hasMore = page.HasMore;
        }
    }
}
