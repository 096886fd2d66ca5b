namespace SignalRChat.BrowserTests.Conformance;

/// <summary>Plays a schedule to the JavaScript client in a page, and returns the final state of its app.</summary>
internal sealed class PageScheduleRun(ScheduledServer server, PageApp app, bool followsInbox)
{
    public static async Task<ScheduleOutcome> PlayAsync(IPage page, ConformanceSchedule schedule)
    {
        await using var server = await ScheduledServer.StartAsync(schedule);
        await using var app = await PageApp.OpenAsync(page, schedule, server.Server.Url, server.KnownAt(schedule.Join));
        var run = new PageScheduleRun(server, app, schedule.Inbox.Count > 0);
        foreach (var step in schedule.Steps)
            await run.StepAsync(step);
        var seen = await run.SettleAsync();
        Assert.Null(seen.Disorder);
        return new()
        {
            List = seen.List,
            Reactions = seen.Reactions,
            Members = seen.Members,
            Info = seen.Info,
            Inbox = seen.Inbox,
            Resets = seen.Resets,
            Outcomes = seen.Outcomes,
            Room = seen.Room,
            Connection = seen.Connection,
        };
    }

    private async Task StepAsync(ScheduleStep step)
    {
        switch (step.Do)
        {
            case "send" or "edit-own" or "delete-own" or "read-own": await app.ActAsync(step); break;
            case "react-own": await app.ActAsync(step, server.MessageAt(step)); break;
            case "end": await EndAsync(step); break;
            case "removed":
                await server.RemoveAsync(step);
                await app.UntilAsync(seen => seen.Room != "followed");
                break;
            case "await-tries": await app.UntilAsync(seen => seen.Tries >= step.Count || seen.IsClosed); break;
            case "await-refusal": await app.UntilAsync(seen => seen.Room != "followed"); break;
            case "settle": await SettleAsync(); break;
            default: Assert.True(await server.TryStepAsync(step), $"There is no step {step.Do}."); break;
        }
    }

    private async Task EndAsync(ScheduleStep step)
    {
        var received = (await app.SeeAsync()).Endings;
        await server.EndSessionsAsync(step);
        await app.UntilAsync(seen => seen.Endings > received);
        server.Server.BreakAll();
        if (!step.Reconnect)
            await app.UntilAsync(seen => seen.IsClosed);
    }

    private bool HasInbox(PageView seen) => !followsInbox || (server.Inbox() is { } rooms && rooms.SequenceEqual(seen.Inbox));

    private async Task<PageView> SettleAsync()
    {
        await server.CheckTailAsync();
        return await app.UntilAsync(seen => seen.IsClosed || (seen.Waiting == 0 && seen.Connection == "connected"
            && (seen.Room != "followed" || (seen.HasBegun && HasInbox(seen) && seen.Content == server.Content(seen.ResetAt)))));
    }
}
