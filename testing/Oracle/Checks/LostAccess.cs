using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>When a user may be refused for a ban from the server or for a revoked token: not before it, and not long after it.</summary>
internal sealed class LostAccess(Case run)
{
    private readonly ILookup<string, Call> _calls = run.Calls
        .Where(call => call.Invoked.Kind is OpKind.Ban or OpKind.Unban or OpKind.Revoke && !call.IsRefused)
        .ToLookup(call => call.Invoked.Text);

    /// <summary>Returns whether a ban or a revocation explains this refusal.</summary>
    public bool Explains(Call call, string code)
    {
        var calls = _calls[call.Invoked.Client];
        return code switch
        {
            ChatErrorCodes.Banned => calls.Any(ban => ban.Invoked.Kind == OpKind.Ban && IsSince(ban, call)
                && calls.All(lift => !IsLiftedBy(ban, lift, call))),
            // The connection ends, and the next one has another token.
            ChatErrorCodes.InvalidToken => calls.Any(revoke => revoke.Invoked.Kind == OpKind.Revoke && IsSince(revoke, call)
                && !IsOverBefore(revoke, call)),
            _ => false,
        };
    }

    private static bool IsSince(Call restriction, Call call) => restriction.Invoked.At <= call.EndedAt;

    /// <summary>A restored database may hold the ban again.</summary>
    private bool IsLiftedBy(Call ban, Call lift, Call call) => lift.Invoked.Kind == OpKind.Unban && lift.Invoked.At > ban.Invoked.At
        && IsOverBefore(lift, call) && !run.Restores.LieBetween(ban.Invoked.At, call.EndedAt);

    /// <summary>Every node knew of the change, and every client had seen its effect, before the call began.</summary>
    private bool IsOverBefore(Call change, Call call) =>
        change.Ok is not null && run.Time.After(AccessFence.ActsAt(run, change), AccessIntruders.Notice) < call.Invoked.At;
}
