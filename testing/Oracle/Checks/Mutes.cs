using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// When members were muted, by the calls that muted them and lifted it. One client makes these calls, one after the other.
/// </summary>
internal sealed class Mutes(Case run)
{
    private readonly ILookup<(string Room, string User), Call> _calls = run.Calls
        .Where(call => call.Invoked.Kind is OpKind.Mute or OpKind.Unmute && !call.IsRefused)
        .ToLookup(call => (call.Invoked.Room, call.Invoked.Text));

    /// <summary>
    /// Returns whether the caller was muted from before the call until after its answer. A restored database may not hold the mute.
    /// </summary>
    public bool CoverSurely(Call call) =>
        Spans(call).Any(span => span.Sure.From <= call.Invoked.At && call.EndedAt <= span.Sure.To)
        && !run.Restores.LieBetween(0, call.EndedAt);

    /// <summary>Returns whether the caller may have been muted during a part of the call.</summary>
    public bool MayCover(Call call) =>
        Spans(call).Any(span => span.Possible.From <= call.EndedAt && call.Invoked.At <= span.Possible.To);

    private IEnumerable<((long From, long To) Sure, (long From, long To) Possible)> Spans(Call of)
    {
        var calls = _calls[(of.Invoked.Room, of.Invoked.Client)].ToArray();
        for (var index = 0; index < calls.Length; index++)
        {
            if (calls[index].Invoked.Kind != OpKind.Mute)
                continue;
            var lifts = calls.Skip(index + 1).Where(later => later.Invoked.Kind == OpKind.Unmute).ToArray();
            var asked = lifts.Length == 0 ? long.MaxValue : lifts[0].Invoked.At;
            var lifted = lifts.FirstOrDefault(lift => lift.Ok is not null && !run.Restores.LieBetween(lift.EndedAt, long.MaxValue));
            yield return (
                (calls[index].Ok?.At ?? long.MaxValue, asked),
                (calls[index].Invoked.At, lifted?.EndedAt ?? long.MaxValue));
        }
    }
}
