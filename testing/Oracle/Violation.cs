namespace SignalRChat.Testing.Oracle;

/// <summary>The kinds of violation. Each belongs to one check, so that the check meant for a mutant must catch it.</summary>
internal enum Check
{
    /// <summary>Acknowledged and missing, or not at the acknowledged place (G1).</summary>
    Lost,

    /// <summary>Stored or delivered twice (G4).</summary>
    Duplicate,

    /// <summary>Two clients, or a client and the database, differ about a revision (G2).</summary>
    Disagreement,

    /// <summary>A revision without an owner, or a push that does not continue the previous one (G2).</summary>
    Gap,

    /// <summary>A client skipped a message that it never received (G3).</summary>
    Skip,

    /// <summary>At the end a client does not have everything in the room (G3).</summary>
    Behind,

    /// <summary>The database was restored, and a client received no reset (G3).</summary>
    CarriedOn,

    /// <summary>A reset without need, or with something other than the newest messages (G3).</summary>
    Snapshot,

    /// <summary>Clients that read receive later because another client does not read (G6).</summary>
    Delayed,

    /// <summary>A message reached a connected member later than the guarantee permits (G7).</summary>
    Late,

    /// <summary>Most messages arrive, and too many too slowly, while only the backplane is disturbed (G7).</summary>
    Slow,

    /// <summary>Not in the order of the sender's calls, or not delivered in the order of revisions (G2).</summary>
    Reorder,

    /// <summary>Seen although its send failed for good, or although no client sent it (G5).</summary>
    AbortedRead,

    /// <summary>A send that never got an outcome (G5).</summary>
    Undecided,

    /// <summary>A member's permitted change was rejected for good, or a call ended in a defect of the server (G5).</summary>
    Refusal,

    /// <summary>Received, read or written by a non-member (G8).</summary>
    Intruder,

    /// <summary>Shown as present 15 s after leaving, or not shown although present (G9).</summary>
    StalePresence,

    /// <summary>At the end a device shows other counts than the stored messages give (G3).</summary>
    UnreadWrong,

    /// <summary>An update of an inbox does not continue the one before, or a device skipped a change (G3).</summary>
    InboxGap,

    /// <summary>A change of an inbox reached a connected device later than the guarantee permits (G7).</summary>
    InboxLate,
}

internal static class CheckKinds
{
    /// <summary>Whether it concerns a duration, which other work on the machine may also explain.</summary>
    public static bool IsOfTime(this Check check) => check is Check.Delayed or Check.Late or Check.Slow or Check.StalePresence
        or Check.InboxLate;
}

internal sealed record Violation(Check Check, string Sentence);
