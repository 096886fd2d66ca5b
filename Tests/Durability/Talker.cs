using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// A user on a bare connection, who sends to rooms and receives them. After a loss the user reconnects with the cursors and the
/// unacknowledged commands.
/// </summary>
internal sealed class Talker
{
    private readonly string _protocol;
    private readonly GuestTokenResult _guest;
    private readonly Dictionary<string, RoomTranscript> _heard;
    private readonly TalkStream[] _streams;

    private Talker(string protocol, GuestTokenResult guest, string[] rooms, Ledger ledger, Random random)
    {
        _protocol = protocol;
        _guest = guest;
        _heard = rooms.ToDictionary(room => room, room => new RoomTranscript(room, sentence => ledger.Defect($"{guest.Name}: {sentence}")));
        _streams = [.. rooms.Select(room => new TalkStream(new Voice(guest.UserId, room), ledger, random))];
    }

    public string Name => _guest.Name;

    public IEnumerable<RoomTranscript> Heard => _heard.Values;

    /// <summary>Completes when the user has joined all rooms for the first time.</summary>
    public TaskCompletionSource Came { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reasons of the server for closing the user's connections.</summary>
    public ConcurrentQueue<SessionEnd> Endings { get; } = new();

    public static async Task<Talker> SignInAsync(Uri server, string name, string protocol, string[] rooms, Ledger ledger, Random random) =>
        new(protocol, await Guests.SignInAsync(server, name), rooms, ledger, random);

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
            await Task.WhenAll(_streams.Select(stream => stream.TalkAsync(connection, more: true)));
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
        await Task.WhenAll(_streams.Select(stream => stream.TalkAsync(connection, more: false)));
        await allAcknowledged.WaitAsync(ServerProcess.Deadline);
        foreach (var room in Heard)
            await room.ReachAsync(heads(room.Room)).WaitAsync(TestClient.Deadline);
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
        if (_protocol == "messagepack")
            builder.AddMessagePackProtocol();
        var connection = builder.Build();
        connection.On<RoomUpdate>(nameof(IChatClient.RoomUpdated), update => _heard[update.Room].Pushed(update));
        connection.On<SessionEnd>(nameof(IChatClient.SessionEnding), Endings.Enqueue);
        return connection;
    }

    private async Task CatchUpAsync(HubConnection connection)
    {
        foreach (var room in Heard)
            room.Connecting();
        await connection.StartAsync().WaitAsync(ServerProcess.Deadline);
        foreach (var room in Heard)
            await JoinAsync(connection, room);
    }

    private static async Task JoinAsync(HubConnection connection, RoomTranscript room)
    {
        var join = new JoinRoomRequest { Room = room.Room, After = room.Cursor, Epoch = room.Epoch };
        var joined = await connection.InvokeAsync<JoinRoomResult>(nameof(IChatHub.JoinRoom), join).WaitAsync(TestClient.Deadline);
        Assert.False(joined.Reset, $"{room.Room} did not take the cursor {room.Cursor} and answered its head {joined.Head}.");
        room.Answered(joined.Update);
        for (var hasMore = joined.HasMore; hasMore;)
        {
            var ask = new GetUpdatesRequest { Room = room.Room, After = room.Cursor, Limit = ChatLimits.CatchUpPageSize };
            var page = await connection.InvokeAsync<GetUpdatesResult>(nameof(IChatHub.GetUpdates), ask).WaitAsync(TestClient.Deadline);
            room.Answered(new RoomUpdate
            {
                Room = room.Room,
                Epoch = page.Epoch,
                After = page.After,
                Through = page.Through,
                Messages = page.Messages,
            });
            hasMore = page.HasMore;
        }
        room.CaughtUp();
    }
}
