namespace SignalRChat.Faults.Oracle;

/// <summary>What can be wrong. Each is one check's only, so that a mutant must be caught by the check meant for it.</summary>
internal enum Check
{
    /// <summary>Acknowledged and not there, or not where it was acknowledged (G1).</summary>
    Lost,

    /// <summary>Stored or told twice (G4).</summary>
    Duplicate,

    /// <summary>Two clients, or a client and the database, differ about a revision (G2).</summary>
    Disagreement,

    /// <summary>A revision that is nobody's, or a push that does not follow on (G2).</summary>
    Gap,

    /// <summary>A client passed over a message that it was never told (G3).</summary>
    Skip,

    /// <summary>A client does not have in the end what the room has (G3).</summary>
    Behind,

    /// <summary>The database was restored, and a client was not told to start over (G3).</summary>
    CarriedOn,

    /// <summary>Told to start over without need, or with something else than the newest messages (G3).</summary>
    Snapshot,

    /// <summary>Those who read are told later where somebody does not (G6).</summary>
    Delayed,

    /// <summary>A message came later to a connected member than is promised (G7).</summary>
    Late,

    /// <summary>Most messages come, and too many too slowly, where only the backplane is hindered (G7).</summary>
    Slow,

    /// <summary>Not in the order in which its sender sent it, or not told in the order of revisions (G2).</summary>
    Reorder,

    /// <summary>Seen though its send failed for good, or though nobody sent it (G5).</summary>
    AbortedRead,

    /// <summary>A send that never got an outcome (G5).</summary>
    Undecided,

    /// <summary>A member's change that nothing forbids was refused for good, or a call ended in a defect of the server (G5).</summary>
    Refusal,

    /// <summary>Heard, read or written by one who is not a member (G8).</summary>
    Intruder,

    /// <summary>Shown as present 15 s after having gone, or not shown though there (G9).</summary>
    StalePresence,
}

internal static class CheckKinds
{
    /// <summary>Whether it is about how long something takes: a machine with other work to do may be what takes it.</summary>
    public static bool IsOfTime(this Check check) => check is Check.Delayed or Check.Late or Check.Slow or Check.StalePresence;
}

internal sealed record Violation(Check Check, string Sentence);
