using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// When something held for members of a room, by the calls that set it and lifted it. One client makes these calls, one after the other.
/// </summary>
internal sealed class Restriction
{
    private readonly Case _run;
    private readonly bool _isOfMember;
    private readonly ILookup<(string Room, string User), (Call Call, bool Sets)> _calls;

    /// <param name="run">The case.</param>
    /// <param name="isOfMember">Whether it holds for the member that the call names, and not for all of the room.</param>
    /// <param name="sets">Whether a call sets it or lifts it; null for other calls.</param>
    private Restriction(Case run, bool isOfMember, Func<Invoked, bool?> sets)
    {
        (_run, _isOfMember) = (run, isOfMember);
        _calls = run.Calls.Where(call => !call.IsRefused && sets(call.Invoked) is not null)
            .ToLookup(
                call => (call.Invoked.Room, isOfMember ? call.Invoked.Text : ""),
                call => (call, sets(call.Invoked) == true));
    }

    /// <summary>Returns the mutes.</summary>
    public static Restriction OfMutes(Case run) => new(run, isOfMember: true, call => call.Kind switch
    {
        OpKind.Mute => true,
        OpKind.Unmute => false,
        _ => null,
    });

    /// <summary>Returns when only moderators might post.</summary>
    public static Restriction OfPosting(Case run) => new(run, isOfMember: false, call => call.Kind == OpKind.SetPosting
        ? call.Value == RoomPosting.Moderators : null);

    /// <summary>Returns when members were moderators.</summary>
    public static Restriction OfModerators(Case run) => new(run, isOfMember: true, call => call.Kind == OpKind.SetRole
        ? call.Value != RoomRoles.Member : null);

    /// <summary>
    /// Returns whether it held for the caller from before the call until after its answer. A restored database may not hold it.
    /// </summary>
    public bool CoverSurely(Call call) =>
        Spans(call).Any(span => span.Sure.From <= call.Invoked.At && call.EndedAt <= span.Sure.To)
        && !_run.Restores.LieBetween(0, call.EndedAt);

    /// <summary>Returns whether it may have held for the caller during a part of the call.</summary>
    public bool MayCover(Call call) =>
        Spans(call).Any(span => span.Possible.From <= call.EndedAt && call.Invoked.At <= span.Possible.To);

    private IEnumerable<((long From, long To) Sure, (long From, long To) Possible)> Spans(Call of)
    {
        var calls = _calls[(of.Invoked.Room, _isOfMember ? of.Invoked.Client : "")].ToArray();
        for (var index = 0; index < calls.Length; index++)
        {
            var set = calls[index].Call;
            // An owner is exempt from what it sets for all of the room.
            if (!calls[index].Sets || set.Invoked.Client == of.Invoked.Client)
                continue;
            // An earlier lift that takes effect late undoes it.
            var isSure = calls.Take(index).All(before => before.Sets || Settling.Of(_run, before.Call) < set.Invoked.At);
            var lifts = calls.Skip(index + 1).Where(later => !later.Sets).Select(later => later.Call).ToArray();
            var asked = lifts.Length == 0 ? long.MaxValue : lifts[0].Invoked.At;
            var settled = Settling.Of(_run, set);
            var lifted = lifts.FirstOrDefault(lift => lift.Ok is not null && lift.Invoked.At > settled
                && !_run.Restores.LieBetween(lift.EndedAt, long.MaxValue));
            yield return (
                (isSure && set.Ok is not null ? set.Ok.At : long.MaxValue, asked),
                (set.Invoked.At, lifted?.EndedAt ?? long.MaxValue));
        }
    }
}
