namespace SignalRChat.Bench.Faults;

/// <summary>What a fault did to the people who talked through it.</summary>
internal sealed record FaultResult
{
    public required int Sent { get; init; }

    /// <summary>Sends that the servers did not take, and said so.</summary>
    public required int Failed { get; init; }

    /// <summary>Messages that were reported as taken and that a person in the room was never told.</summary>
    public required int Lost { get; init; }

    public required int Repeated { get; init; }

    /// <summary>Messages that came after a later one of the same sender.</summary>
    public required int Reordered { get; init; }

    /// <summary>All people have the same list.</summary>
    public required bool IsOneOrder { get; init; }

    public required Phase Calm { get; init; }

    public required Phase Struck { get; init; }

    public required Phase After { get; init; }

    /// <summary>
    /// How long after the fault was over the last message was sent that took more than a second to the other nodes; none when
    /// that was not over by the end.
    /// </summary>
    public required TimeSpan? RecoveredAfter { get; init; }
}

/// <summary>The times of one phase, by when each thing was begun, in milliseconds.</summary>
internal sealed record Phase
{
    public required Times Send { get; init; }

    public required Times Connect { get; init; }

    public required Times Join { get; init; }

    /// <summary>From the send to the app of a person on another node.</summary>
    public required Times BetweenNodes { get; init; }

    /// <summary>The same from the answer to the sender: what is left when a slow disk is taken out.</summary>
    public required Times FromAnswer { get; init; }
}

internal readonly record struct Times(int Count, double Median, double P99, double Longest)
{
    public static Times Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return sorted.Length == 0 ? default : new Times(sorted.Length, sorted[sorted.Length / 2], sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1], sorted[^1]);
    }
}
