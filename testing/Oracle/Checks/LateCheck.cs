using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// An acknowledged message reaches a connected member in time, even without the backplane. While the backplane is lost, sends
/// are answered in time too. The check skips the time of other faults and the moments after them. For those, the report gives
/// the time to repair.
/// </summary>
internal sealed class LateCheck : ICheck
{
    public Check Finds => Check.Late;

    public IEnumerable<Violation> Find(Case run) => [.. Received(run), .. Answered(run)];

    private static IEnumerable<Violation> Received(Case run)
    {
        var first = Receipts.Of(run);
        foreach (var (client, call, until) in Asked(run))
        {
            var heard = first.GetValueOrDefault((client, call.Invoked.MessageId), long.MaxValue);
            if (heard > until)
            {
                yield return new(
                    Check.Late,
                    $"{client} received {call.Invoked.Text} in {call.Invoked.Room} {Delay(run, heard, call.Ok!.At)} it was acknowledged.");
            }
        }
    }

    public int Looked(Case run) => Asked(run).Count();

    private static IEnumerable<Violation> Answered(Case run)
    {
        var hindered = Hindered(run);
        var lost = run.Windows.Where(window => FaultNames.IsOfTheBackplane(window.Name))
            .Select(window => (window.Begin, window.End)).ToArray();
        var stands = run.Setup.OneByOne.ToDictionary(client => client, client => Connectedness.Of(run, client));
        foreach (var call in run.Changes.Where(call => call.Ok is not null && stands.ContainsKey(call.Invoked.Client)))
        {
            var (from, to) = (call.Invoked.At, call.EndedAt);
            if (run.Time.Between(from, to) > Micros(run) && Strikes(lost, from, to) && !Strikes(hindered, from, to)
                && IsInAllItsRooms(run, call.Invoked.Client, stands, from, to))
            {
                var after = run.Time.Between(from, to) / 1000;
                yield return new(
                    Check.Late,
                    $"{call.Invoked.Client} was answered {after} ms after it had sent {call.Invoked.Text} to {call.Invoked.Room}.");
            }
        }
    }

    // The client sends nothing before it has entered all its rooms.
    private static bool IsInAllItsRooms(Case run, string client, Dictionary<string, Connectedness> stands, long from, long to) =>
        Array.TrueForAll(run.Setup.Members[client], room => stands[client].Throughout(room, from, to));

    /// <summary>The members that must receive a message, and their deadlines.</summary>
    private static IEnumerable<(string Client, Call Call, long Until)> Asked(Case run)
    {
        var late = Micros(run);
        var hindered = Hindered(run);
        var stands = run.Setup.Members.Keys.ToDictionary(client => client, client => Connectedness.Of(run, client));
        foreach (var call in run.Calls.Where(call => call is { Invoked: { Kind: OpKind.Post, IsRepeat: false }, Ok.Duplicate: false }))
        {
            var (from, to) = (call.Invoked.At, run.Time.After(call.Ok!.At, late));
            if (to > run.End || Strikes(hindered, from, to))
                continue;
            foreach (var (client, connected) in stands)
            {
                if (run.Setup.Members[client].Contains(call.Invoked.Room) && connected.Throughout(call.Invoked.Room, from, to))
                    yield return (client, call, to);
            }
        }
    }

    private static long Micros(Case run) => (long)run.Setup.LateAfter.TotalMicroseconds;

    private static (long Begin, long End)[] Hindered(Case run) =>
        [.. run.Windows.Where(window => !FaultNames.IsOfTheBackplane(window.Name))
            .Select(window => (window.Begin, window.LeavesTraces(run.Time)))];

    private static bool Strikes((long Begin, long End)[] windows, long from, long to) =>
        Array.Exists(windows, window => window.Begin <= to && window.End >= from);

    private static string Delay(Case run, long heard, long acknowledged) =>
        heard == long.MaxValue ? "never after" : $"{run.Time.Between(acknowledged, heard) / 1000} ms after";
}
