using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// What a banned user, or a user of a revoked token, still receives or does: nothing that was asked for after the ban acts, no call, and
/// no connection that stays open or ends with another code.
/// </summary>
internal static class AccessIntruders
{
    /// <summary>The time for a client on this machine to see that its connection has ended.</summary>
    public const long Notice = 2_000_000;

    public static IEnumerable<Violation> Find(Case run)
    {
        var connections = Connection.Of(run).ToLookup(connection => connection.Client);
        foreach (var fence in AccessFence.Of(run).Where(fence => fence.ActsFrom < fence.Until))
        {
            foreach (var violation in connections[fence.User].SelectMany(connection => Of(run, fence, connection)))
                yield return violation;
            foreach (var call in run.Calls.Where(call => call.Ok is not null && fence.Forbids(call)))
            {
                yield return new(
                    Check.Intruder, $"{fence.User} was to be kept out ({fence.Code}), and {call.Invoked.Client} connected with its token.");
            }
            if (!fence.IsBan)
                continue;
            foreach (var call in run.Calls.Where(call => call.Invoked.Client == fence.User && call.Ok is { Duplicate: false }
                && fence.Covers(call.Invoked.At) && call.EndedAt <= fence.Until))
            {
                yield return new(Check.Intruder, $"{fence.User} is banned, and its {call.Invoked.Kind} in {call.Invoked.Room} succeeded.");
            }
        }
    }

    /// <summary>Returns the number of connections that bans had to end, or that revocations had to.</summary>
    public static int Ended(Case run, bool byBan)
    {
        var connections = Connection.Of(run).ToLookup(connection => connection.Client);
        return AccessFence.Of(run).Where(fence => fence.IsBan == byBan && fence.ActsFrom < fence.Until)
            .Sum(fence => connections[fence.User].Count(connection => connection.IsOpenAt(fence.Call.Invoked.At)));
    }

    /// <summary>Returns the number of connects with a kept token that the server had to reject, and did.</summary>
    public static int Rejected(Case run)
    {
        var fences = AccessFence.Of(run).ToArray();
        return run.Calls.Count(call => call.IsRefused && Array.Exists(fences, fence => fence.Forbids(call)));
    }

    private static IEnumerable<Violation> Of(Case run, AccessFence fence, Connection connection)
    {
        // The node that answers the call ends its own connections before the answer.
        var isOld = connection.IsOpenAt(fence.Call.Invoked.At);
        if (!isOld && !(fence.IsBan && fence.Covers(connection.OpenedAt)))
            yield break;
        var since = Math.Max(fence.ActsFrom, connection.OpenedAt);
        foreach (var late in LateNews(run, fence, connection, since))
            yield return new(Check.Intruder, $"{fence.User} was to end with {fence.Code}, and received {late} after that.");
        var end = run.Time.After(since, Notice);
        if (end < fence.Until && connection.ClosedAt > end)
            yield return new(Check.Intruder, $"{fence.User} was to end with {fence.Code}, and its connection stayed open.");
        if (isOld && IsUndisturbed(run, fence, connection) && !connection.EndedWith(fence.Code))
        {
            yield return new(
                Check.Intruder,
                $"{fence.User} was to end with {fence.Code}, and its connection ended with {connection.Code} {connection.Reason}.");
        }
    }

    /// <summary>Returns the messages that were sent after the ban acts, and that this connection delivered.</summary>
    private static IEnumerable<string> LateNews(Case run, AccessFence fence, Connection connection, long since)
    {
        var sent = run.Changes.Where(call => call.Invoked.Kind == OpKind.Post && call.Invoked.At > since && call.Invoked.At < fence.Until)
            .Select(call => call.Invoked.MessageId).ToHashSet();
        var until = Math.Min(connection.ClosedAt, fence.Until);
        return run.History.OfType<Heard>()
            .Where(heard => heard.Client == connection.Client && heard.At > since && heard.At < until)
            .SelectMany(heard => heard.Messages).Where(message => sent.Contains(message.MessageId)).Select(message => message.Text);
    }

    /// <summary>No fault, and no expired token, may have ended the connection first.</summary>
    private static bool IsUndisturbed(Case run, AccessFence fence, Connection connection) =>
        connection.ClosedAt > fence.Call.Invoked.At && connection.ClosedAt < fence.Until
        && !run.Windows.Any(window => AccessFence.Delays(window, fence.User)
            && window.Begin <= connection.ClosedAt && window.LeavesTraces(run.Time) >= fence.Call.Invoked.At);
}
