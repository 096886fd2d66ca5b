using System.Collections.Concurrent;
using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>The steps of a schedule that are about the inbox.</summary>
internal sealed class ScheduledInbox(FakeServer server)
{
    private readonly ConcurrentDictionary<string, object> _kept = new();

    /// <summary>The rooms with messages that the server has not reported.</summary>
    private readonly HashSet<string> _untold = [];

    /// <summary>Runs a step of the server; returns false for any other step.</summary>
    public async Task<bool> TryStepAsync(ScheduleStep step)
    {
        switch (step.Do)
        {
            case "inbox": await ChangeAsync(step); break;
            // How many changes the client's own read cursors are depends on the time between them.
            case "inbox-push": await server.PushInboxAsync(server.Inbox.Range(Known(step.After), Known(step.Through))); break;
            case "keep-activity": _kept[step.Key] = server.Inbox.Activity(step.Room); break;
            case "push-kept": await PushKeptAsync(step); break;
            default: return false;
        }

        return true;
    }

    /// <summary>The server reports the rooms that it has not reported, and repeats the last change, as its reconciler does.</summary>
    public async Task CheckTailAsync()
    {
        foreach (var room in server.Inbox.Rooms.Where(_untold.Contains))
            await server.PushActivityAsync(server.Inbox.Activity(room));
        _untold.Clear();
        if (server.Inbox.Head is > 0 and var head)
            await server.PushInboxAsync(server.Inbox.Range(head - 1, head));
    }

    private async Task ChangeAsync(ScheduleStep step)
    {
        var before = server.Inbox.Head;
        foreach (var change in step.Changes)
        {
            Apply(change);
            if (change.Do != "message")
                continue;
            if (step.Pushed == 0)
                _untold.Add(change.Room);
            else if (server.Inbox.Has(change.Room))
                await server.PushActivityAsync(server.Inbox.Activity(change.Room));
        }

        if (server.Inbox.Head == before)
            return;
        var update = server.Inbox.Range(before, server.Inbox.Head);
        if (step.Key.Length > 0)
            _kept[step.Key] = update;
        await server.PushInboxAsync(update, step.Pushed);
    }

    private void Apply(ScheduleStep change)
    {
        var inbox = server.Inbox;
        switch (change.Do)
        {
            case "add": inbox.Add(change.Room); break;
            case "end": inbox.Change(change.Room, entry => entry with { Left = change.Code }); break;
            case "role": inbox.Change(change.Room, entry => entry with { Role = change.Role }); break;
            case "title": inbox.Change(change.Room, entry => entry with { Title = change.Text }); break;
            case "read": inbox.Mark(change.Room, change.Sequence); break;
            case "message": Post(change); break;
            default: throw new InvalidOperationException($"There is no change {change.Do} of the inbox.");
        }
    }

    private void Post(ScheduleStep change)
    {
        var room = server.Room(change.Room);
        for (var i = 0; i < change.Count; i++)
        {
            var post = new SendMessageRequest
            {
                MessageId = Guid.CreateVersion7().ToString(),
                Text = $"post {room.Head + 1}",
                Mentions = change.Mention ? ["me"] : null,
            };
            room.Send(post, "poster");
        }
    }

    private Task PushKeptAsync(ScheduleStep step) => _kept[step.Key] is InboxUpdate update
        ? server.PushInboxAsync(update)
        : server.PushActivityAsync((InboxActivity)_kept[step.Key]);

    private long Known(long revision) => Math.Min(revision, server.Inbox.Head);
}
