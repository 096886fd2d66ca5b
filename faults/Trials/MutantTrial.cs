using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Trials;

/// <summary>A deliberate defect, the check that must find it, and the conditions under which it has an effect.</summary>
internal sealed record MutantTrial(string Mutant, Check MeantFor, int Nodes, params string[] Strikes)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    public static readonly MutantTrial[] All =
    [
        // At each kill, chance decides whether a commit was acknowledged since the last late commit.
        new("ack-before-commit", Check.Lost, 1, [.. Enumerable.Repeat("node-killed", 10)]),
        new("no-dedupe", Check.Duplicate, 1),
        new("live-before-catch-up", Check.Gap, 1, "client-cut"),
        new("no-membership-check", Check.Intruder, 1),
        new("early-next-call", Check.Reorder, 1),
        new("unlocked-outbox", Check.Reorder, 1, "node-killed", "node-disk-full"),
        new("identity", Check.Skip, 2),
        new("no-hole-filling", Check.Skip, 2, "redis-subscribers-cut", "redis-killed"),
        new("no-reconciler", Check.Late, 2, "redis-killed", "redis-killed"),
        new("same-epoch", Check.CarriedOn, 2, FaultNames.Failover),
        new("no-natural-key", Check.Duplicate, 1),
        new("events-not-repeated", Check.Gap, 1),
        new("no-access-monitor", Check.Intruder, 2),
        new("no-mute-check", Check.Intruder, 1),
        // The owner sets it now and then.
        new("no-posting-check", Check.Intruder, 1, "client-cut", "client-cut"),
        new("no-slow-mode", Check.Intruder, 1, "client-cut", "client-cut", "client-cut"),
        new("no-archive-check", Check.Intruder, 1),
        new("members-lost", Check.Skip, 1),
        new("reactions-lost", Check.Skip, 1, "client-cut", "client-cut"),
        new("settings-lost", Check.Skip, 1, "client-cut", "client-cut"),
        new("inbox-update-lost", Check.InboxGap, 1),
        new("no-inbox-reconciler", Check.InboxLate, 2),
        new("unread-stale", Check.UnreadWrong, 1),
        new("inbox-left-lost", Check.UnreadWrong, 1),
        // The devices return with their cursors.
        new("inbox-always-reset", Check.InboxGap, 1, "node-killed"),
        new("no-door-check", Check.Intruder, 2),
        new("no-revocation-end", Check.Intruder, 1, "client-cut", "client-cut"),
        new("title-not-stored", Check.Lost, 1),
        new("roles-mixed", Check.Disagreement, 1, "client-cut", "client-cut"),
        new("api-page-cut", Check.Skip, 1),
        new("api-wait-skips", Check.Gap, 1),
    ];

    public TrialPlan Plan(int seed, string folder)
    {
        var shape = new ClusterShape(Nodes) { Mutant = Mutant, PrivateRooms = WorkloadRooms.Private };
        var kinds = FaultCatalog.All(shape).ToDictionary(kind => kind.Name);
        var at = TimeSpan.FromSeconds(5);
        var schedule = new List<PlannedFault>();
        foreach (var strike in Strikes)
        {
            var lasts = TimeSpan.FromSeconds(kinds[strike].Seconds.Most);
            // One client uses no library, and every frame that it receives is in the history.
            var target = kinds[strike].Targets == People.MemberCount ? People.FirstRawMember : 0;
            schedule.Add(new(schedule.Count + 1, strike, target, at, lasts));
            // After all clients have reconnected; before that it shows nothing.
            at += lasts + kinds[strike].Recovers + _pause;
        }
        return new TrialPlan(Mutant, shape, seed, schedule, folder) { Settles = TimeSpan.FromSeconds(10) };
    }
}
