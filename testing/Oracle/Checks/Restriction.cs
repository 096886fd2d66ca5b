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
    private readonly Dictionary<(string Room, string User), Span[]> _spans;

    /// <param name="run">The case.</param>
    /// <param name="isOfMember">Whether it holds for the member that the call names, and not for all of the room.</param>
    /// <param name="sets">Whether a call sets it or lifts it; null for other calls.</param>
    private Restriction(Case run, bool isOfMember, Func<Invoked, bool?> sets)
    {
        (_run, _isOfMember) = (run, isOfMember);
        _spans = run.Calls.Where(call => !call.IsRefused && sets(call.Invoked) is not null)
            .GroupBy(call => (call.Invoked.Room, isOfMember ? call.Invoked.Text : ""))
            .ToDictionary(same => same.Key, same => SpansOf(run, [.. same.Select(call => (call, sets(call.Invoked) == true))]).ToArray());
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

    /// <summary>Returns when rooms were archived.</summary>
    public static Restriction OfArchiving(Case run) => new(run, isOfMember: false, call => call.Kind == OpKind.SetArchived
        ? call.Value == $"{true}" : null);

    /// <summary>Returns when rooms had a slow mode.</summary>
    public static Restriction OfSlowMode(Case run) => new(run, isOfMember: false, call => call.Kind == OpKind.SetSlowMode
        ? call.Value != "0" : null);

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

    /// <summary>An owner is exempt from what it sets for all of the room.</summary>
    private IEnumerable<Span> Spans(Call of) => _spans.GetValueOrDefault((of.Invoked.Room, _isOfMember ? of.Invoked.Client : ""), [])
        .Where(span => span.By != of.Invoked.Client);

    private static IEnumerable<Span> SpansOf(Case run, (Call Call, bool Sets)[] calls)
    {
        var liftsSettled = 0L;
        foreach (var (index, (call, sets)) in calls.Index())
        {
            var settled = Settling.Of(run, call);
            if (!sets)
            {
                liftsSettled = Math.Max(liftsSettled, settled);
                continue;
            }
            // An earlier lift that takes effect late undoes it.
            var sure = call.Ok is { } ok && liftsSettled < call.Invoked.At ? ok.At : long.MaxValue;
            var lifts = calls.Skip(index + 1).Where(later => !later.Sets).Select(later => later.Call);
            var lifted = lifts.FirstOrDefault(lift => lift.Ok is not null && lift.Invoked.At > settled
                && !run.Restores.LieBetween(lift.EndedAt, long.MaxValue));
            yield return new(
                call.Invoked.Client,
                (sure, lifts.FirstOrDefault()?.Invoked.At ?? long.MaxValue),
                (call.Invoked.At, lifted?.EndedAt ?? long.MaxValue));
        }
    }

    private sealed record Span(string By, (long From, long To) Sure, (long From, long To) Possible);
}
