using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>The server's part in a schedule, on a real socket, for any client.</summary>
internal sealed class ScheduledServer : IAsyncDisposable
{
    public const string RoomName = "lobby";

    private readonly FakeServer _server;

    private ScheduledServer(FakeServer server) => _server = server;

    public FakeServer Server => _server;

    public FakeRoom Room => _server.Room(RoomName);

    /// <summary>The content of the room, as an app that has everything would list it.</summary>
    public string[] List => Lines(Room.Stored);

    public static async Task<ScheduledServer> StartAsync(ConformanceSchedule schedule)
    {
        var server = await FakeServer.StartAsync();
        server.PageSize = schedule.PageSize;
        await server.PostAsync(RoomName, schedule.Before, push: false, text: PostText);
        return new(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>An app with a cursor has the list that belongs to it.</summary>
    public IEnumerable<ChatMessage> KnownAt(ScheduleCursor? cursor) =>
        Room.Stored.Where(message => message.Sequence <= (cursor?.After ?? 0));

    public static string[] Lines(IEnumerable<ChatMessage> messages) =>
        [.. messages.OrderBy(message => message.Sequence).Select(message => $"{message.Sequence}@{message.Revision} {message.Text}")];

    /// <summary>Runs a step of the server; returns false for any other step.</summary>
    public async Task<bool> TryStepAsync(ScheduleStep step)
    {
        switch (step.Do)
        {
            case "post": await PostAsync(step); break;
            case "edit": await ChangeAsync(step, message => message with { Text = step.Text, EditedAt = 1 }); break;
            case "delete": await ChangeAsync(step, message => message with { Text = "", DeletedAt = 1 }); break;
            case "push": await _server.PushAsync(Room.Range(step.After, step.Through)); break;
            case "cut": _server.BreakAll(); break;
            case "fault": AddFault(step); break;
            case "restore": Room.Restore(step.Epoch, step.Keep); break;
            case "drain": await _server.DrainAsync(step.Ms); break;
            case "status": _server.Status = step.Status; break;
            default: return false;
        }

        return true;
    }

    /// <summary>The server's head reconciler: it finds a last push that was lost.</summary>
    public async Task CheckTailAsync()
    {
        if (Room.Head > 0)
            await _server.PushAsync(Room.Range(Room.Head - 1, Room.Head));
    }

    public Task EndSessionsAsync(ScheduleStep step) => _server.EndSessionsAsync(new() { Code = step.Code, Reconnect = step.Reconnect });

    public Task RemoveAsync(ScheduleStep step) => _server.RemoveAllAsync(new() { Room = RoomName, Code = step.Code, Revision = Room.Head });

    private static string PostText(long revision) => $"post {revision}";

    private async Task PostAsync(ScheduleStep step)
    {
        for (var i = 0; i < step.Count; i++)
        {
            _server.Copies = step.Pushed;
            await _server.PostAsync(RoomName, 1, push: step.Pushed > 0, text: PostText);
        }

        _server.Copies = 1;
    }

    private Task ChangeAsync(ScheduleStep step, Func<ChatMessage, ChatMessage> change)
    {
        var (_, update) = Room.Change(Room.Stored[step.At].MessageId, change);
        _server.Copies = step.Pushed;
        var pushed = _server.PushAsync(update);
        _server.Copies = 1;
        return pushed;
    }

    private void AddFault(ScheduleStep step)
    {
        if (step.Refuse is { } text)
            _server.Faults.Refuse(step.Method, text);
        else if (step.When == "after")
            _server.Faults.CutAfter(step.Method);
        else
            _server.Faults.CutBefore(step.Method);
    }
}
