using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Reports;

/// <summary>A guarantee (docs/guarantees.md), and the checks that test it.</summary>
internal sealed record Promise(string Name, string Sentence, params Check[] Checks)
{
    public static readonly Promise[] All =
    [
        new("G1 durable", "what was acknowledged is stored", Check.Lost),
        new("G2 ordered", "one order without a gap, the same for all", Check.Gap, Check.Disagreement, Check.Reorder),
        new("G3 no silent loss", "a reconnecting client receives every change", Check.Skip, Check.Behind, Check.CarriedOn, Check.Snapshot,
            Check.UnreadWrong, Check.InboxGap),
        new("G4 once", "stored once, received once", Check.Duplicate),
        new("G5 known outcome", "every send is accepted or refused", Check.Undecided, Check.Refusal, Check.AbortedRead),
        new("G6 isolation", "a client that does not read delays no other", Check.Delayed),
        new("G7 without Redis", "changes arrive in time though Redis is lost", Check.Late, Check.Slow, Check.InboxLate),
        new("G8 fenced removal", "nothing for users that are not members", Check.Intruder),
        new("G9 presence", "a user that is gone is not shown", Check.StalePresence),
    ];
}
