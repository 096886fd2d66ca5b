using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Conformance;

/// <summary>Plays a schedule to the .NET client over real sockets, and returns the final state of its app.</summary>
internal sealed class ScheduleRun : IAsyncDisposable
{
    private const string Room = ScheduledServer.RoomName;

    private readonly ScheduledServer _server;
    private readonly AppClient _app;
    private readonly Dictionary<string, string> _ids = [];
    private readonly SortedDictionary<string, string> _outcomes = new(StringComparer.Ordinal);
    private readonly List<Task> _calls = [];
    private long _cursor;
    private string? _disorder;

    private ScheduleRun(ScheduledServer server, long cursor)
    {
        (_server, _cursor) = (server, cursor);
        _app = new(AppClient.Options(server.Server));
        _app.Chat.MessagesChanged += Note;
        _app.Chat.RoomReset += reset =>
        {
            _cursor = reset.Cursor.Revision;
            return Task.CompletedTask;
        };
    }

    public static async Task<ScheduleOutcome> PlayAsync(ConformanceSchedule schedule)
    {
        await using var server = await ScheduledServer.StartAsync(schedule);
        await using var run = new ScheduleRun(server, schedule.Join?.After ?? -1);
        foreach (var message in server.KnownAt(schedule.Join))
            run._app.Messages[message.MessageId] = message;
        var joined = run.JoinAsync(schedule.Join);
        foreach (var step in schedule.Steps)
            await run.StepAsync(step);
        await run.SettleAsync();
        await joined;
        return run.Seen();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task JoinAsync(ScheduleCursor? cursor)
    {
        try
        {
            await _app.Chat.ConnectAsync();
            await _app.Chat.JoinAsync(Room, cursor?.After, cursor?.Epoch);
        }
        catch (Exception e) when (e is ChatRefusedException or ChatDisconnectedException or ChatAuthenticationException)
        {
            // An event reports it too, except that a first join informs only its caller.
            if (e is ChatRefusedException refused)
                _app.Refusals.Enqueue(new() { Room = Room, Error = refused });
        }
    }

    private async Task StepAsync(ScheduleStep step)
    {
        switch (step.Do)
        {
            case "send": Track(step.Key, () => _app.Chat.SendAsync(Room, step.Text, _ids[step.Key] = _app.Chat.NewMessageId())); break;
            case "edit-own": Track($"{step.Key} edited", () => _app.Chat.EditAsync(Room, _ids[step.Key], step.Text)); break;
            case "delete-own": Track($"{step.Key} deleted", () => _app.Chat.DeleteAsync(Room, _ids[step.Key])); break;
            case "end": await EndAsync(step); break;
            case "removed":
                await _server.RemoveAsync(step);
                await _app.UntilAsync(() => !_app.Removals.IsEmpty);
                break;
            case "await-tries":
                await _app.UntilAsync(() => _app.States.Count(change => change.Attempt > 0) + 1 >= step.Count || IsClosed);
                break;
            case "await-refusal": await _app.UntilAsync(() => !_app.Refusals.IsEmpty); break;
            case "settle": await SettleAsync(); break;
            default: Assert.True(await _server.TryStepAsync(step), $"There is no step {step.Do}."); break;
        }
    }

    private async Task EndAsync(ScheduleStep step)
    {
        var received = _app.Endings.Count;
        await _server.EndSessionsAsync(step);
        await _app.UntilAsync(() => _app.Endings.Count > received);
        _server.Server.BreakAll();
        if (!step.Reconnect)
            await _app.UntilAsync(() => IsClosed);
    }

    private void Track(string key, Func<Task> call) => _calls.Add(OutcomeAsync(key, call()));

    private async Task OutcomeAsync(string key, Task call)
    {
        var outcome = "stored";
        try
        {
            await call;
        }
        catch (ChatRefusedException refused)
        {
            outcome = $"failed {refused.Code}";
        }
        catch (ChatDisconnectedException lost)
        {
            outcome = $"failed {lost.Code}";
        }

        lock (_outcomes)
            _outcomes[key] = outcome;
    }

    private Task Note(RoomChanges changes)
    {
        var last = _cursor;
        foreach (var message in changes.Messages)
        {
            if (message.Revision <= last || message.Revision > changes.Cursor.Revision)
                _disorder ??= $"{message.Revision} came after {last}, in a range up to {changes.Cursor.Revision}.";
            last = message.Revision;
        }

        _cursor = changes.Cursor.Revision;
        return Task.CompletedTask;
    }

    private string[] List => ScheduledServer.Lines(_app.Messages.Values);

    private bool IsClosed => _app.States.Any(change => change.State == ChatConnectionState.Closed);

    private bool IsSettled => IsClosed
        || (_app.Chat.State == ChatConnectionState.Connected
            && (!_app.Refusals.IsEmpty || !_app.Removals.IsEmpty || List.SequenceEqual(_server.List)));

    private async Task SettleAsync()
    {
        await _server.CheckTailAsync();
        await Task.WhenAll(_calls).WaitAsync(TimeSpan.FromSeconds(60));
        await _app.UntilAsync(() => IsSettled);
    }

    private ScheduleOutcome Seen()
    {
        Assert.Null(_disorder);
        var closed = _app.States.LastOrDefault(change => change.State == ChatConnectionState.Closed)?.Error;
        return new()
        {
            List = List,
            Resets = _app.Resets.Count,
            Outcomes = _outcomes,
            Room = _app.Refusals.FirstOrDefault() is { } refused ? $"refused {refused.Error.Code}"
                : _app.Removals.FirstOrDefault() is { } removed ? $"removed {removed.Code}" : "followed",
            Connection = closed switch
            {
                null => "connected",
                ChatDisconnectedException { Code: { } code } => $"closed {code}",
                ChatAuthenticationException => "closed credentials-refused",
                _ => $"closed {closed.Message}",
            },
        };
    }
}
