using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// When a ban from the server or a revocation of tokens must act, and until when: a ban until the call that lifts it, a revocation of a
/// connection for ever. A node learns of it from the database, so a fault of a node or of the database delays it. Redis does not.
/// </summary>
internal sealed record AccessFence(Call Call, long ActsFrom, long Until)
{
    /// <summary>It takes effect on every node within this time.</summary>
    public const long Everywhere = 2_000_000;

    public string User => Call.Invoked.Text;

    public bool IsBan => Call.Invoked.Kind == OpKind.Ban;

    /// <summary>The reason with which connections end.</summary>
    public string Code => IsBan ? SessionEndCodes.Banned : SessionEndCodes.TokenRevoked;

    /// <summary>Returns whether it must act at this time.</summary>
    public bool Covers(long at) => at >= ActsFrom && at < Until;

    /// <summary>Returns whether the server must reject this connect with a kept token.</summary>
    public bool Forbids(Call connect) => connect.Invoked.Kind == OpKind.Connect && connect.Invoked.Text == User
        && Covers(connect.Invoked.At) && connect.EndedAt <= Until && (IsBan || connect.Invoked.TokenFrom < Call.Invoked.At);

    /// <summary>Returns one for each acknowledged ban and revocation.</summary>
    public static IEnumerable<AccessFence> Of(Case run)
    {
        var calls = run.Calls.Where(call => call.Invoked.Kind is OpKind.Ban or OpKind.Unban or OpKind.Revoke && !call.IsRefused).ToArray();
        foreach (var call in calls.Where(call => call.Invoked.Kind != OpKind.Unban && call.Ok is not null))
        {
            var lifts = calls.Where(other => call.Invoked.Kind == OpKind.Ban && other.Invoked.Kind == OpKind.Unban
                && other.Invoked.Text == call.Invoked.Text);
            // A restored database may not hold it.
            var ends = lifts.Select(lift => lift.Invoked.At).Concat(run.Restores.Times).Where(at => at > call.Ok!.At);
            yield return new(call, ActsAt(run, call), ends.Append(run.End).Min());
        }
    }

    /// <summary>
    /// Returns true for a fault of a node, of the database or of the user's own link. Another link, a flood and Redis are no excuse.
    /// </summary>
    public static bool Delays(FaultWindow window, string user) =>
        FaultNames.ConcernsANode(window.Name) || FaultNames.ConcernsTheDatabase(window.Name) || window.Target == user;

    /// <summary>Returns when an acknowledged ban, lift or revocation acts on every node; never for a fault that does not end.</summary>
    public static long ActsAt(Case run, Call call)
    {
        var acts = run.Time.After(call.Ok!.At, Everywhere);
        foreach (var window in run.Windows.Where(window => Delays(window, call.Invoked.Text)).OrderBy(window => window.Begin))
        {
            var gone = window.LeavesTraces(run.Time);
            if (window.Begin <= acts && gone >= call.Invoked.At)
                acts = gone == long.MaxValue ? gone : Math.Max(acts, run.Time.After(gone, Everywhere));
        }
        return acts;
    }
}
