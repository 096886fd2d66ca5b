using System.Diagnostics;

namespace SignalRChat.Services.Log;

/// <summary>
/// The spans of a message's way, all in one trace: the call, its commit, and the delivery on each node. A batch commits many commands, so
/// each of them that is traced gets a span of the commit. Without a listener nothing is made. A listener is code of the app, and may
/// throw: then spans are missing, and the message is not affected.
/// </summary>
internal static class ChatTrace
{
    public const string SourceName = "SignalRChat";

    /// <summary>As SignalR names the calls that its dispatcher runs.</summary>
    private const string Hub = "SignalRChat.Hubs.ChatHub";

    private static readonly ActivitySource _source = new(SourceName);

    public static bool IsOn => _source.HasListeners();

    /// <summary>The span that a command belongs to; null if the caller is not traced.</summary>
    public static Activity? Current => IsOn && Activity.Current is { Recorded: true } current ? current : null;

    /// <summary>
    /// Starts the span of a call that does not pass SignalR's dispatcher; null if it is not traced. It is not the current span: the thread
    /// goes on with other calls.
    /// </summary>
    public static Activity? StartCall(string method, ILogger logger)
    {
        if (!IsOn)
            return null;
        var outer = Activity.Current;
        try
        {
            // Otherwise the request that opened the WebSocket would be its parent, if it still lasts.
            Activity.Current = null;
            var call = _source.StartActivity($"{Hub}/{method}", ActivityKind.Server);
            call?.SetTag("rpc.system", "signalr").SetTag("rpc.service", Hub).SetTag("rpc.method", method);
            return call is { Recorded: true } ? call : null;
        }
        catch (Exception defect)
        {
            CommandQueueLog.TraceFailed(logger, defect);
            return null;
        }
        finally
        {
            Activity.Current = outer;
        }
    }

    public static void EndCall(Activity? call, Exception? failure, ILogger logger)
    {
        if (call is null)
            return;
        try
        {
            if (failure is not null)
                call.SetStatus(ActivityStatusCode.Error, (failure as ChatRefusedException)?.Code ?? ChatErrorCodes.InternalError);
            call.Stop();
        }
        catch (Exception defect)
        {
            CommandQueueLog.TraceFailed(logger, defect);
        }
    }

    /// <summary>
    /// Makes a span of the commit for each stored command that is traced. Returns their contexts by room; null if there are none.
    /// </summary>
    public static Dictionary<string, List<ActivityContext>>? Committed(
        List<PendingCommand> batch, RoomCommandResult[] results, DateTimeOffset began, DateTimeOffset ended, ILogger logger)
    {
        var byRoom = new Dictionary<string, List<ActivityContext>>(StringComparer.Ordinal);
        try
        {
            AddCommits(byRoom, batch, results, began, ended);
        }
        catch (Exception defect)
        {
            CommandQueueLog.TraceFailed(logger, defect);
        }
        return byRoom.Count > 0 ? byRoom : null;
    }

    /// <summary>The update was written to the members of this node: makes a span for each of its traced commits.</summary>
    public static void Delivered(UpdateFrame frame, int connections, DateTimeOffset began, DateTimeOffset ended, ILogger logger)
    {
        try
        {
            AddDeliveries(frame, connections, began, ended);
        }
        catch (Exception defect)
        {
            CommandQueueLog.TraceFailed(logger, defect);
        }
    }

    private static void AddCommits(
        Dictionary<string, List<ActivityContext>> byRoom, List<PendingCommand> batch, RoomCommandResult[] results,
        DateTimeOffset began, DateTimeOffset ended)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Caller is not { } caller || results[i].IsHeld || results[i].RefusalCode is not null)
                continue;
            using var commit = _source.StartActivity("commit", ActivityKind.Internal, caller.Context, startTime: began);
            if (commit is null)
                continue;
            commit.SetTag("signalrchat.commit.batch.size", batch.Count).SetEndTime(ended.UtcDateTime);
            if (!byRoom.TryGetValue(batch[i].Command.Room, out var traces))
                byRoom.Add(batch[i].Command.Room, traces = []);
            traces.Add(commit.Context);
        }
    }

    private static void AddDeliveries(UpdateFrame frame, int connections, DateTimeOffset began, DateTimeOffset ended)
    {
        foreach (var commit in frame.Commits)
        {
            var isRemote = commit.Path == CommitPath.Backplane;
            foreach (var parent in commit.Traces ?? [])
            {
                using var delivery = _source.StartActivity(
                    "deliver", isRemote ? ActivityKind.Consumer : ActivityKind.Internal, parent, startTime: began);
                delivery?.SetTag("signalrchat.delivery.path", isRemote ? "backplane" : "local")
                    .SetTag("signalrchat.delivery.connections", connections)
                    .SetEndTime(ended.UtcDateTime);
            }
        }
    }
}
