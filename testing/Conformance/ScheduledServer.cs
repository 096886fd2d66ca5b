using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>The server's part in a schedule, on a real socket, for any client.</summary>
internal sealed class ScheduledServer : IAsyncDisposable
{
    public const string RoomName = "lobby";

    private readonly FakeServer _server;
    private readonly ScheduledInbox _inbox;
    private readonly int _unread;

    private ScheduledServer(FakeServer server, int unread) => (_server, _inbox, _unread) = (server, new(server), unread);

    public FakeServer Server => _server;

    public FakeRoom Room => _server.Room(RoomName);

    public static async Task<ScheduledServer> StartAsync(ConformanceSchedule schedule)
    {
        var server = await FakeServer.StartAsync();
        server.PageSize = schedule.PageSize;
        await server.PostAsync(RoomName, schedule.Before, push: false, text: PostText);
        foreach (var room in schedule.Inbox)
            server.Inbox.Add(room);
        return new(server, schedule.Unread);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>An app with a cursor has the list that belongs to it.</summary>
    public IEnumerable<ChatMessage> KnownAt(ScheduleCursor? cursor) =>
        Room.Stored.Where(message => message.Sequence <= (cursor?.After ?? 0));

    /// <summary>The content of the room for an app that received its last reset at this revision.</summary>
    public RoomContent Content(long resetAt) => RoomContent.Of(Room, resetAt, _unread);

    /// <summary>
    /// The rooms of the user, for an app that follows its inbox. The client marks the room as read up to the user's own message, at most
    /// once a second: null before.
    /// </summary>
    public string[]? Inbox()
    {
        var own = _server.Sends.Select(send => send.MessageId).ToHashSet();
        var newest = Room.Stored.LastOrDefault(message => own.Contains(message.MessageId))?.Sequence ?? 0;
        var entries = _server.Inbox.Entries;
        return Array.Exists(entries, entry => entry.Room == RoomName && entry.ReadThrough < newest) ? null : InboxContent.Of(entries);
    }

    public string MessageAt(ScheduleStep step) => Room.Stored[step.At].MessageId;

    /// <summary>Runs a step of the server; returns false for any other step.</summary>
    public async Task<bool> TryStepAsync(ScheduleStep step)
    {
        switch (step.Do)
        {
            case "post": await PostAsync(step); break;
            case "push": await _server.PushAsync(Room.Range(step.After, step.Through)); break;
            case "cut": _server.BreakAll(); break;
            case "fault": AddFault(step); break;
            case "restore": Restore(step); break;
            case "drain": await _server.DrainAsync(step.Ms); break;
            case "status": _server.Status = step.Status; break;
            default: return await _inbox.TryStepAsync(step) || await TryChangeAsync(step);
        }

        return true;
    }

    /// <summary>The server's head reconciler: it finds a last push that was lost.</summary>
    public async Task CheckTailAsync()
    {
        if (Room.Head > 0)
            await _server.PushAsync(Room.Range(Room.Head - 1, Room.Head));
        await _inbox.CheckTailAsync();
    }

    public Task EndSessionsAsync(ScheduleStep step) => _server.EndSessionsAsync(new() { Code = step.Code, Reconnect = step.Reconnect });

    public Task RemoveAsync(ScheduleStep step) => _server.RemoveAllAsync(new() { Room = RoomName, Code = step.Code, Revision = Room.Head });

    private static string PostText(long revision) => $"post {revision}";

    private void Restore(ScheduleStep step)
    {
        Room.Restore(step.Epoch, step.Keep, step.Head);
        foreach (var room in _server.Inbox.Rooms)
            _server.Room(room).Epoch = step.Epoch;
        _server.Inbox.Restore(step.Epoch);
    }

    private async Task PostAsync(ScheduleStep step)
    {
        for (var i = 0; i < step.Count; i++)
        {
            _server.Copies = step.Pushed;
            await _server.PostAsync(RoomName, 1, push: step.Pushed > 0, text: PostText);
        }

        _server.Copies = 1;
    }

    /// <summary>A change of others, or a frame of several.</summary>
    private async Task<bool> TryChangeAsync(ScheduleStep step)
    {
        var before = Room.Head;
        if (!TryChange(step))
            return false;
        for (var copy = 0; copy < step.Pushed && Room.Head > before; copy++)
            await _server.PushAsync(Room.Range(before, Room.Head));
        return true;
    }

    private bool TryChange(ScheduleStep step)
    {
        switch (step.Do)
        {
            case "post": Room.Send(new() { MessageId = Guid.CreateVersion7().ToString(), Text = PostText(Room.Head + 1) }, "poster"); break;
            case "edit": Room.Change(MessageAt(step), message => message with { Text = step.Text, EditedAt = 1 }); break;
            case "delete": Room.Change(MessageAt(step), message => message with { Text = "", DeletedAt = 1 }); break;
            case "react": Room.React(new() { MessageId = MessageAt(step), Emoji = step.Emoji, On = true }, step.User); break;
            case "unreact": Room.React(new() { MessageId = MessageAt(step), Emoji = step.Emoji, On = false }, step.User); break;
            case "role": Room.ChangeMember(step.User, member => member with { Role = step.Role, Left = null }); break;
            case "mute": Room.ChangeMember(step.User, member => member with { MutedUntil = step.Until, Left = null }); break;
            case "leave": Room.ChangeMember(step.User, member => member with { Left = step.Code, MutedUntil = null }); break;
            case "title": Room.SetTitle(step.Text); break;
            case "announce": Room.Announce(new() { Type = step.Code, UserId = step.User }, step.Text); break;
            case "frame": return step.Steps.All(TryChange);
            default: return false;
        }

        return true;
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
