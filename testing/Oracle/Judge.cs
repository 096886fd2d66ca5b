using SignalRChat.Testing.Oracle.Checks;

namespace SignalRChat.Testing.Oracle;

/// <summary>Runs every check.</summary>
internal static class Judge
{
    private static readonly ICheck[] _checks =
    [
        new LostCheck(), new DuplicateCheck(), new DisagreementCheck(), new GapCheck(), new SkipCheck(), new BehindCheck(),
        new CarriedOnCheck(), new SnapshotCheck(), new LateCheck(), new SlowCheck(), new ReorderCheck(),
        new AbortedReadCheck(), new DelayedCheck(), new UndecidedCheck(), new RefusalCheck(), new IntruderCheck(), new StalePresenceCheck(),
        new UnreadCheck(), new InboxGapCheck(), new InboxLateCheck(),
    ];

    public static Violation[] Find(Case run) => [.. _checks.SelectMany(check => check.Find(run))];

    /// <summary>Without the checks of delays, which other work on the machine may explain.</summary>
    public static Violation[] FindExceptDelays(Case run) =>
        [.. _checks.Where(check => !check.Finds.IsOfTime()).SelectMany(check => check.Find(run))];

    /// <summary>How much material each check had.</summary>
    public static Dictionary<Check, int> Looked(Case run) => _checks.ToDictionary(check => check.Finds, check => check.Looked(run));
}
