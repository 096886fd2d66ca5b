
namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// When no try of a call can take effect any more. A node that is frozen, or a link that holds bytes back, may make a try after its repeat
/// was answered.
/// </summary>
internal static class Settling
{
    /// <summary>Returns the time; far in the future for a call without an answer.</summary>
    public static long Of(Case run, Call call)
    {
        var settled = call.Ok is { IsRetried: true } ? run.Time.After(call.EndedAt, FaultNames.Traces) : call.EndedAt;
        return run.Windows.Where(window => Delays(window, call)).Select(window => window.LeavesTraces(run.Time)).Append(settled).Max();
    }

    // A library repeats a call unseen.
    private static bool Delays(FaultWindow window, Call call) => window.Begin <= call.EndedAt && window.End >= call.Invoked.At
        && (window.Target == call.Invoked.Client || FaultNames.ConcernsANode(window.Name) || FaultNames.ConcernsTheDatabase(window.Name));
}
