using SignalRChat.Testing.Oracle;
using SignalRChat.Testing.Oracle.Checks;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>How a fault affected the clients that sent during it.</summary>
internal sealed record FaultResult
{
    public required int Sent { get; init; }

    /// <summary>
    /// Losses, repeats and everything else that the checks of the fault suite find. Delays are not among them: the phases have those.
    /// </summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>How much each check had to look at.</summary>
    public required IReadOnlyDictionary<Check, int> Looked { get; init; }

    public required Phase Calm { get; init; }

    public required Phase Struck { get; init; }

    public required Phase After { get; init; }

    public static FaultResult Of(Case run, FaultTimes times, IReadOnlyList<Visit> visits, IReadOnlyDictionary<string, int> nodes) => new()
    {
        Sent = run.Changes.Count(),
        Violations = Judge.FindExceptDelays(run),
        Looked = Judge.Looked(run),
        Calm = Phase.Of(run, times.Calm, times.Strike, visits, nodes),
        Struck = Phase.Of(run, times.Strike, times.Over, visits, nodes),
        After = Phase.Of(run, times.Over, times.End, visits, nodes),
    };
}

/// <summary>The times of one phase in milliseconds. A call belongs to the phase in which it began.</summary>
internal sealed record Phase
{
    public required Spread Send { get; init; }

    public required Spread Connect { get; init; }

    public required Spread Join { get; init; }

    /// <summary>From the answer to the sender, to the app of a client on another node.</summary>
    public required Spread FromAnswer { get; init; }

    public static Phase Of(Case run, long from, long to, IReadOnlyList<Visit> visits, IReadOnlyDictionary<string, int> nodes)
    {
        bool IsIn(long at) => at >= from && at < to;
        double Took(long start, long end) => run.Time.Between(start, end) / 1000.0;

        var calls = run.Changes.Where(call => IsIn(call.Invoked.At)).ToArray();
        var received = Receipts.Of(run);
        var crossings =
            from call in calls
            where call.Ok is not null
            from reader in nodes
            where reader.Value != nodes[call.Invoked.Client] && received.ContainsKey((reader.Key, call.Invoked.MessageId))
            let at = received[(reader.Key, call.Invoked.MessageId)]
            select Took(Math.Min(call.EndedAt, at), at);
        return new Phase
        {
            Send = Spread.Of(calls.Select(call => Took(call.Invoked.At, Math.Min(call.EndedAt, run.End)))),
            Connect = Spread.Of(visits.Where(visit => IsIn(visit.Start)).Select(visit => Took(visit.Start, visit.Connected))),
            Join = Spread.Of(visits.Where(visit => IsIn(visit.Connected)).Select(visit => Took(visit.Connected, visit.Joined))),
            FromAnswer = Spread.Of(crossings),
        };
    }
}

/// <summary>A client connected and joined a room. Times are in microseconds since the start of the run.</summary>
internal readonly record struct Visit(long Start, long Connected, long Joined);

/// <summary>The start of the calm phase, the start and the end of the fault, and the end of the observation.</summary>
internal readonly record struct FaultTimes(long Calm, long Strike, long Over, long End);
