using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle.Checks;

/// <summary>
/// An acknowledged message comes in time to a member whose connection stands, also where the backplane is lost. It is not asked while something else is hindered,
/// nor in the moments after: then the time to repair is what is told.
/// </summary>
internal sealed class LateCheck : ICheck
{
    public Check Finds => Check.Late;

    public IEnumerable<Violation> Find(Case run)
    {
        var first = Receipts.Of(run);
        foreach (var (client, call, until) in Asked(run))
        {
            var heard = first.GetValueOrDefault((client, call.Invoked.MessageId), long.MaxValue);
            if (heard > until)
                yield return new(Check.Late, $"{client} was told {call.Invoked.Text} in {call.Invoked.Room} {Delay(run, heard, call.Ok!.At)} it was acknowledged.");
        }
    }

    public int Looked(Case run) => Asked(run).Count();

    /// <summary>Who must be told what, and until when.</summary>
    private static IEnumerable<(string Client, Call Call, long Until)> Asked(Case run)
    {
        var late = (long)run.Setup.LateAfter.TotalMicroseconds;
        var hindered = run.Windows.Where(window => !FaultNames.IsOfTheBackplane(window.Name)).Select(window => (window.Begin, End: window.LeavesTraces(run.Time))).ToArray();
        var stands = run.Setup.Members.Keys.Except(run.Setup.MayBeLate).ToDictionary(client => client, client => Connectedness.Of(run, client));
        foreach (var call in run.Calls.Where(call => call is { Invoked: { Kind: OpKind.Post, IsRepeat: false }, Ok.Duplicate: false }))
        {
            var (from, to) = (call.Invoked.At, run.Time.After(call.Ok!.At, late));
            if (to > run.End || Array.Exists(hindered, window => window.Begin <= to && window.End >= from))
                continue;
            foreach (var (client, connected) in stands)
            {
                if (run.Setup.Members[client].Contains(call.Invoked.Room) && connected.Throughout(call.Invoked.Room, from, to))
                    yield return (client, call, to);
            }
        }
    }

    private static string Delay(Case run, long heard, long acknowledged) =>
        heard == long.MaxValue ? "never after" : $"{run.Time.Between(acknowledged, heard) / 1000} ms after";
}
