using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// Members request nothing forbidden, so the server rejects none of their calls for good, unless they may be muted, or the room archived,
/// or have just lost their access. No call ends in a defect of the server.
/// </summary>
internal sealed class RefusalCheck : ICheck
{
    public Check Finds => Check.Refusal;

    public IEnumerable<Violation> Find(Case run)
    {
        var (mutes, posting, archiving) = (Restriction.OfMutes(run), Restriction.OfPosting(run), Restriction.OfArchiving(run));
        var access = new LostAccess(run);
        bool IsRight(Call call, string code) => IsOfAnotherPast(run, call, code)
            || (code == ChatErrorCodes.Muted && mutes.MayCover(call))
            || (code == ChatErrorCodes.Forbidden && call.Invoked.Kind is OpKind.Post or OpKind.Edit && posting.MayCover(call))
            || (code == ChatErrorCodes.Forbidden && call.Invoked.Kind != OpKind.Delete && archiving.MayCover(call))
            || access.Explains(call, code);
        foreach (var call in run.Calls)
        {
            if (call.Outcome is Refused { Code: var code }
                && (code == ChatErrorCodes.InternalError || (OfMember(run, call) && !IsRight(call, code))))
            {
                yield return new(
                    Check.Refusal,
                    $"{call.Invoked.Room}: the {call.Invoked.Kind} of {call.Invoked.MessageId} by {call.Invoked.Client} "
                    + $"was refused for good: {code}.");
            }
        }
    }

    public int Looked(Case run) => run.Calls.Count(call => OfMember(run, call));

    private static bool OfMember(Case run, Call call) => call.IsChange
        && run.Setup.Members.TryGetValue(call.Invoked.Client, out var rooms) && rooms.Contains(call.Invoked.Room);

    // A client can no longer change a message that a restored backup does not hold.
    private static bool IsOfAnotherPast(Case run, Call call, string code) =>
        code == ChatErrorCodes.MessageNotFound && run.Restores.LieBetween(0, call.EndedAt);
}
