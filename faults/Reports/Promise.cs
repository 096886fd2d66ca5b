using SignalRChat.Faults.Oracle;

namespace SignalRChat.Faults.Reports;

/// <summary>A guarantee (docs/guarantees.md), and the checks that test it.</summary>
internal sealed record Promise(string Name, string Sentence, params Check[] Checks)
{
    public static readonly Promise[] All =
    [
        new("G1 durable", "what was acknowledged is stored", Check.Lost),
        new("G2 ordered", "one order without a gap, the same for all", Check.Gap, Check.Disagreement, Check.Reorder),
        new("G3 no silent loss", "who comes back is told everything", Check.Skip, Check.Behind, Check.CarriedOn, Check.Snapshot),
        new("G4 once", "stored once, told once", Check.Duplicate),
        new("G5 known outcome", "every send is accepted or refused", Check.Undecided, Check.Refusal, Check.AbortedRead),
        new("G6 isolation", "who does not read delays nobody", Check.Delayed),
        new("G7 without Redis", "others are told in time though Redis is lost", Check.Late, Check.Slow),
        new("G8 fenced removal", "nothing for those who are not members", Check.Intruder),
        new("G9 presence", "who is gone is not shown", Check.StalePresence),
    ];
}
