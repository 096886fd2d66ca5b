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
    private readonly bool _beginsAtCursor;
    private readonly bool _followsInbox;
    private long _cursor;
    private string? _disorder;

    private ScheduleRun(ScheduledServer server, ConformanceSchedule schedule, ChatProtocol protocol)
    {
        (_server, _cursor, _beginsAtCursor) = (server, schedule.Join?.After ?? -1, schedule.Join is not null);
        _followsInbox = schedule.Inbox.Count > 0;
        _app = new(AppClient.Options(server.Server, protocol) with { FollowsInbox = _followsInbox });
        _app.Chat.MessagesChanged += Note;
        _app.Chat.RoomReset += reset =>
        {
            _cursor = reset.Cursor.Revision;
            return Task.CompletedTask;
        };
    }

    public static async Task<ScheduleOutcome> PlayAsync(ConformanceSchedule schedule, ChatProtocol protocol = ChatProtocol.Json)
    {
        await using var server = await ScheduledServer.StartAsync(schedule);
        await using var run = new ScheduleRun(server, schedule, protocol);
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
            case "react-own":
                Track($"{step.Key} reacted", () => _app.Chat.ReactAsync(Room, _server.MessageAt(step), step.Emoji));
                break;
            case "read-own": Track($"read {step.Key}", () => _app.Chat.Inbox.MarkReadAsync(step.Room, step.Sequence)); break;
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
            case "restore":
                _app.ComparesRevisions = false;
                await _server.TryStepAsync(step);
                break;
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
        long[][] kinds =
        [
            [.. changes.Messages.Select(message => message.Revision)],
            [.. changes.Reactions.Select(reactions => reactions.Revision)],
            [.. changes.Members.Select(member => member.Revision)],
            changes.Info is { } info ? [info.Revision] : [],
        ];
        long[] all = [.. kinds.SelectMany(revisions => revisions)];
        var areNew = all.All(revision => revision > _cursor && revision <= changes.Cursor.Revision) && all.Distinct().Count() == all.Length;
        if (all.Length == 0 || !areNew || kinds.Any(revisions => !revisions.SequenceEqual(revisions.Order())))
        {
            var received = string.Join(" | ", kinds.Select(revisions => string.Join(' ', revisions)));
            _disorder ??= $"{received} came after {_cursor}, in a range up to {changes.Cursor.Revision}.";
        }

        _cursor = changes.Cursor.Revision;
        return Task.CompletedTask;
    }

    private bool HasBegun => _beginsAtCursor || !_app.Resets.IsEmpty;

    private bool IsClosed => _app.States.Any(change => change.State == ChatConnectionState.Closed);

    private bool IsSettled => IsClosed
        || (_app.Chat.State == ChatConnectionState.Connected
            && (!_app.Refusals.IsEmpty || !_app.Removals.IsEmpty
                || (HasBegun && HasInbox && _app.Content == _server.Content(ResetAt))));

    private bool HasInbox => !_followsInbox || (_server.Inbox() is { } rooms && rooms.SequenceEqual(InboxContent.Of(_app.Inbox.Values)));

    private long ResetAt => _app.Resets.LastOrDefault()?.Cursor.Revision ?? -1;

    private async Task SettleAsync()
    {
        await _server.CheckTailAsync();
        await Task.WhenAll(_calls).WaitAsync(TimeSpan.FromSeconds(60));
        await _app.UntilAsync(() => IsSettled);
    }

    private ScheduleOutcome Seen()
    {
        Assert.Null(_disorder);
        Assert.Null(_app.WrongInbox);
        var closed = _app.States.LastOrDefault(change => change.State == ChatConnectionState.Closed)?.Error;
        var content = _app.Content;
        return new()
        {
            List = content.List,
            Reactions = content.Reactions,
            Members = content.Members,
            Info = content.Info,
            Inbox = InboxContent.Of(_app.Inbox.Values),
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
