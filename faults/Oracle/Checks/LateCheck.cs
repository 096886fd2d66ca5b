using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle.Checks;

/// <summary>
/// An acknowledged message comes in time to a member whose connection stands, also where the backplane is lost. It is not asked while something else is hindered,
/// nor in the moments after: then the time to repair is what is told.
/// </summary>
internal sealed class LateCheck : ICheck
{
    public IEnumerable<Violation> Find(Case run)
    {
        var late = (long)run.Setup.LateAfter.TotalMicroseconds;
        var first = Receipts.Of(run);
        var hindered = run.Windows.Where(window => !FaultNames.IsOfTheBackplane(window.Name)).ToArray();
        var stands = run.Setup.Members.Keys.Except(run.Setup.MayBeLate).ToDictionary(client => client, client => Connectedness.Of(run, client));
        foreach (var call in run.Calls.Where(call => call is { Invoked: { Kind: OpKind.Post, IsRepeat: false }, Ok.Duplicate: false }))
        {
            var (from, to) = (call.Invoked.At, run.Time.After(call.Ok!.At, late));
            if (to > run.End || hindered.Any(window => window.Begin <= to && window.LeavesTraces(run.Time) >= from))
                continue;
            foreach (var (client, connected) in stands)
            {
                if (!run.Setup.Members[client].Contains(call.Invoked.Room) || !connected.Throughout(call.Invoked.Room, from, to))
                    continue;
                var heard = first.GetValueOrDefault((client, call.Invoked.MessageId), long.MaxValue);
                if (heard > to)
                    yield return new(Check.Late, $"{client} was told {call.Invoked.Text} in {call.Invoked.Room} {Delay(run, heard, call.Ok.At)} it was acknowledged.");
            }
        }
    }

    private static string Delay(Case run, long heard, long acknowledged) =>
        heard == long.MaxValue ? "never after" : $"{run.Time.Between(acknowledged, heard) / 1000} ms after";
}
