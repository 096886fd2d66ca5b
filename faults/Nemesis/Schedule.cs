using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Nemesis;

/// <summary>One fault of a schedule: its kind, its target, its start and its duration.</summary>
internal sealed record PlannedFault(int Number, string Name, int Target, TimeSpan At, TimeSpan Lasts)
{
    public override string ToString() =>
        FormattableString.Invariant($"{At.TotalSeconds,7:0.0} s  {Name} [{Target}] for {Lasts.TotalSeconds:0.0} s");
}

/// <summary>A plan of faults over time. The same seed and the same kinds give the same schedule.</summary>
internal static class Schedule
{
    private const double ShareOfMixtures = 0.25;

    /// <summary>Each kind once, in random order, one after the other.</summary>
    public static PlannedFault[] EachOnce(int seed, IReadOnlyList<FaultKind> kinds, TimeSpan pause)
    {
        var random = new Random(seed);
        var order = kinds.ToArray();
        random.Shuffle(order);
        return InTurn(random, order, pause);
    }

    /// <summary>These kinds in this order, one after the other. Targets and durations are random.</summary>
    public static PlannedFault[] InOrder(int seed, IReadOnlyList<FaultKind> kinds, TimeSpan pause) =>
        InTurn(new Random(seed), kinds, pause);

    /// <summary>
    /// A random selection of this many kinds. It includes one kind for each place, and each kind that is the only one to test a guarantee.
    /// </summary>
    public static FaultKind[] Some(int seed, IReadOnlyList<FaultKind> kinds, int most)
    {
        var shuffled = kinds.ToArray();
        new Random(seed).Shuffle(shuffled);
        var needed = shuffled.DistinctBy(kind => kind.Places[0]).Union(shuffled.Where(kind => kind.Places[0] == FaultNames.Flood));
        return [.. needed.Union(shuffled).Take(most)];
    }

    /// <summary>Random kinds and targets until the time is over. One fault in four strikes while another one lasts.</summary>
    public static PlannedFault[] Mixed(int seed, IReadOnlyList<FaultKind> kinds, TimeSpan length)
    {
        var random = new Random(seed);
        var planned = new List<PlannedFault>();
        for (var at = Pause(random); at < length; at += Pause(random))
        {
            var fault = Plan(random, kinds[random.Next(kinds.Count)], planned.Count + 1, at);
            planned.Add(fault);
            if (random.NextDouble() < ShareOfMixtures)
                planned.Add(Plan(random, kinds[random.Next(kinds.Count)], planned.Count + 1, at + (fault.Lasts * random.NextDouble())));
            at += fault.Lasts;
        }
        return [.. planned];
    }

    private static PlannedFault[] InTurn(Random random, IReadOnlyList<FaultKind> kinds, TimeSpan pause)
    {
        var planned = new List<PlannedFault>();
        var at = pause;
        foreach (var kind in kinds)
        {
            var fault = Plan(random, kind, planned.Count + 1, at);
            planned.Add(fault);
            at += fault.Lasts + kind.Recovers + pause;
        }
        return [.. planned];
    }

    private static TimeSpan Pause(Random random) => TimeSpan.FromSeconds(5 + (random.NextDouble() * 7));

    private static PlannedFault Plan(Random random, FaultKind kind, int number, TimeSpan at)
    {
        var target = random.Next(kind.Targets);
        var lasts = kind.Seconds.Least + (random.NextDouble() * (kind.Seconds.Most - kind.Seconds.Least));
        return new(number, kind.Name, target, at, TimeSpan.FromSeconds(lasts));
    }
}
