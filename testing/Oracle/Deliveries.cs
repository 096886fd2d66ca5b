using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle.Checks;

namespace SignalRChat.Testing.Oracle;

/// <summary>
/// The time from the answer to a post until each other member receives it, if the member was connected and no other fault struck.
/// A backend that follows a room asks for it in turns: its times are those of its own pauses, and are left out.
/// </summary>
internal static class Deliveries
{
    private const long AtLeast = 1_000_000;

    /// <summary>
    /// In milliseconds of running time; infinite if the member did not receive it. Counts posts during one of the windows,
    /// while no other fault lasted or had effects.
    /// </summary>
    public static IEnumerable<double> Of(Case run, FaultWindow[] windows)
    {
        var others = run.Windows.Except(windows).Select(window => (window.Begin, End: window.LeavesTraces(run.Time))).ToArray();
        var stands = run.Setup.Members.Keys.Except(run.Setup.Services)
            .ToDictionary(client => client, client => Connectedness.Of(run, client));
        var first = Receipts.Of(run);
        foreach (var call in run.Calls.Where(call => call is { Invoked: { Kind: OpKind.Post, IsRepeat: false }, Ok.Duplicate: false }))
        {
            var (from, to) = (call.Invoked.At, run.Time.After(call.Ok!.At, AtLeast));
            if (to > run.End || !Array.Exists(windows, window => window.Covers(from))
                || Array.Exists(others, window => window.Begin <= to && window.End >= from))
            {
                continue;
            }
            foreach (var (client, connected) in stands)
            {
                if (client == call.Invoked.Client || !run.Setup.Members[client].Contains(call.Invoked.Room)
                    || !connected.Throughout(call.Invoked.Room, from, to))
                {
                    continue;
                }
                yield return first.TryGetValue((client, call.Invoked.MessageId), out var heard)
                    ? Math.Max(0, run.Time.Between(call.Ok.At, Math.Max(heard, call.Ok.At)) / 1000.0)
                    : double.PositiveInfinity;
            }
        }
    }
}
